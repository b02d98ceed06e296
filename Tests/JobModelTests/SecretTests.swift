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
    #expect(names.filter(SecretText.isSecretName) == ["secret", "callbackSecret"])
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
