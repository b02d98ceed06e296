import ConfigValue
import Diagnostics
import JobModel
import TestSupport
import Testing

@Suite struct SecretTests {
  @Test(arguments: [
    "DB_PASSWORD", "API_KEY", "token", "GITHUB_TOKEN", "aws.secret-access_key", "PRIVATE_KEY_PEM", "SENTRY_DSN",
    "PaSsWoRd",
  ]) func `A secret word makes a name secret`(name: String) {
    #expect(SecretText.isSecretName(name))
  }

  @Test(arguments: ["MAX_TOKENS", "SORT_KEY", "KEYBOARD", "PASSENGERS", "BYPASS", "TOKENIZER", "", "KEY"])
  func `A secret word inside another word does not`(name: String) {
    #expect(!SecretText.isSecretName(name))
  }

  @Test(arguments: [
    "dbPassword", "clientSecret", "accessToken", "privateKey", "secretKey", "apiKey", "APIKey", "APIToken",
    "DBPassword",
    "OAuth2Token", "s3Token", "awsSecretAccessKey", "db.adminPassword", "X-ApiKey", "ACME_apiKey",
  ])
  func `Words of a name may begin with capitals`(name: String) {
    #expect(SecretText.isSecretName(name))
  }

  @Test(arguments: [
    "maxTokens", "sortKey", "tokenizer", "passwordless", "passengerCount", "keyId", "tokensPerMinute", "compassHeading",
    "bypassCache", "secretary", "primaryKey", "partitionKey", "TokenizerPath", "pathPattern",
  ])
  func `Capitals make no secret of another word`(name: String) {
    #expect(!SecretText.isSecretName(name))
  }

  @Test func `Only the fields that have to do with secrets are called like secrets in the table`() {
    let names = Set(JobSchema.blaxel.entries.map(\.field.name))
    #expect(names.filter(SecretText.isSecretName).sorted() == ["callbackSecret", "secret"])
  }

  @Test(arguments: ["30", "-1.5", "true", "Off", ""]) func `Numbers and switches are no secrets`(value: String) {
    #expect(!SecretText.isSecret(named: "TOKEN", value: value))
    #expect(SecretText.isSecret(named: "TOKEN", value: value + "x"))
  }

  @Test(arguments: [
    "-----BEGIN RSA PRIVATE KEY-----", "ghp_0123456789abcdef", "eyJhbGciOi.eyJzdWIi.x", "postgres://u:p@h/db",
    "see https://a/ and https://u:p@h", "https://u:p@ss@h/",
  ]) func `Credentials are known by their form`(text: String) {
    #expect(SecretText.hasSecretShape(text))
  }

  @Test(arguments: [
    "https://h/a?b=c:d@e", "https://user@h", "https://user:@h", "ghp_short", "eyJ", "a@b.c", "key: value",
  ])
  func `Other texts are not`(text: String) {
    #expect(!SecretText.hasSecretShape(text))
  }

  @Test(arguments: [
    ("see sk_live_abcdefghijklmnop1234 there", "sk_live_abcdefghijklmnop1234"),
    ("failed with (ghp_abcdefghijklmnopqrstuvwxyz0123456789)", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"),
    ("id AKIAIOSFODNN7EXAMPLE, region eu", "AKIAIOSFODNN7EXAMPLE"),
    ("x,xoxb-123456789012-123456789012-AbCdEf", "xoxb-123456789012-123456789012-AbCdEf"),
    ("t: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln!", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"),
    ("https://ghp_0123456789abcdef@github.com/a", "ghp_0123456789abcdef"),
    ("Bearer abcdefghijkl123456", "abcdefghijkl123456"), ("Bearer onlysmallletters", "onlysmallletters"),
    ("curl -H 'Authorization: Bearer abcdefabcdef123'", "abcdefabcdef123"), ("Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
    ("basic dXNlcjpwYXM=", "dXNlcjpwYXM="), ("Server=db;User Id=sa;Password=Sup3rPw;Timeout=5", "Sup3rPw"),
    ("Server=db; Password = 'Sup3r Pw'; A=b", "Sup3r Pw"), ("host=h password=pw1 dbname=d", "pw1"),
    ("/x?a=b&token=urltoken", "urltoken"), ("https://h/?access_token=abc", "abc"), ("/?api_key=k-1&b=c", "k-1"),
    ("https://h.blob/c?sv=2024&sig=a%2Bb%3D", "a%2Bb%3D"), ("run --password=swordfish --fast", "swordfish"),
    ("curl https://h?clientSecret=a=b&c", "a=b"), ("redis://:redispass@h:6379", "redispass"),
    ("a://u:one@h b://u:two@h", "one"), ("TOKEN=${T:a-default}", "${T:a-default}"),
  ])
  func `Credentials are found inside of texts`(text: String, credential: String) throws {
    var scan = SecretScan(by: .blaxel)
    scan.scanUnknown(
      try JSONReader.read(PlainValue.string(text).json, as: SourceID(rawValue: 0), names: JobSchema.blaxel.names))
    #expect(SecretText.hasSecretShape(text))
    #expect(scan.texts.contains(credential), "\(scan.texts)")
  }

  @Test(arguments: [
    "task-list-0123456789", "risk-sk-learn-2024-10-10", "job/sk-learn-train-2024:v1", "my npm_config_cache_dir is x2",
    "use hf_model_distilbert2 here", "desk-0123456789abcdef", "Basic settings", "Basic authentication",
    "Bearer of news",
    "the bearer certificates", "a basic plan-2024", "/x?page_token=7&sort=key", "maxTokens=many", "sort_key=name",
    "https://h/?monkey=abc&design=x", "--token=${TOKEN}", "?token=${secrets.T}", "password=****", "token=", "a==b",
    "https://h/a=b?c=d", "-----", "TOKEN is required", "use_token=true&cookie=off",
  ])
  func `What only resembles a credential is none`(text: String) {
    #expect(!SecretText.hasSecretShape(text))
  }

  @Test(arguments: ["sk-", "eyJ", "eyJ.", "Bearer ", "a://u:p@", "token=", "token", "?sig=", "ghp_0 "])
  func `A long row of beginnings is read quickly`(text: String) {
    let row = String(repeating: text, count: 60_000 / text.count)
    #expect(ContinuousClock().measure { _ = SecretText.hasSecretShape(row) } < .seconds(20))
  }

  @Test func `A scan finds every secret, with its place`() throws {
    let text = MarkedText(
      #"""
      {"metadata": {"name": "j", "labels": {"a": «1 "ghp_0123456789abcdef"», "b": "x"}}, "spec": {
        "runtime": {"dockerConfig": {"auths": [«2 "dXNlcg=="», {"x": «3 7»}]}, "envs": [
          {"name": "A", "value": «4 "alpha"», "secret": true}, {"name": "DB_PASSWORD", "value": «5 "beta"»},
          {"name": "TOKEN", "value": "12"}, {"name": "PLAIN", "value": "x"}, {"name": "U", "value": «6 "a://u:p@h"»},
          {"name": "M", "value": «9 "****"», "secret": true}]},
        "triggers": [{"configuration": {"callbackSecret": «7 "gamma"»}}],
        "unknown": {"deep": [«8 "-----BEGIN KEY-----"»]}}}
      """#)
    let source = SourceID(rawValue: 0)
    let value = try JSONReader.read(text.bytes, as: source, names: JobSchema.blaxel.names)
    var scan = SecretScan(by: .blaxel)
    scan.scan(value)
    #expect(scan.ranges == ["1", "2", "3", "4", "5", "6", "9", "7", "8"].map { text.range($0, in: source) })
    #expect(
      scan.texts == [
        "ghp_0123456789abcdef", "dXNlcg==", "alpha", "beta", "a://u:p@h", "p", "gamma", "-----BEGIN KEY-----",
      ])
  }

  @Test(arguments: [("****", true), ("***", true), ("**", false), ("", false), ("***x", false), ("••••", false)])
  func `A mask is three or more asterisks and nothing else`(text: String, isMask: Bool) {
    #expect(Mask.covers(text) == isMask)
  }
}
