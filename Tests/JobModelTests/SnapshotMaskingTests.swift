import ConfigValue
import Diagnostics
import JobModel
import TestSupport
import Testing

/// What is left out of a job that is saved, and what is said of it.
@Suite struct SnapshotMaskingTests {
  private static let secret = "c4nary-Zq81-xT7b"

  /// The places that are masked in a job with these members of `spec`, without the `/spec` before them.
  private func places(_ spec: String, knowing secrets: Set<String> = []) throws -> [String] {
    let saved = try #require(
      try SavedJob(#"{"metadata": {"name": "j"}, "spec": {\#(spec)}}"#, knowing: secrets))
    let text = String(decoding: saved.bytes, as: UTF8.self)
    #expect(!text.contains("hunter2"), "\(text)")
    for secret in secrets { #expect(!text.contains(secret), "\(text)") }
    for place in saved.places {
      #expect(saved.document.value.value(at: place)?.string == "****")
      #expect(JobSchema.blaxel.isComparedAlone(place, in: saved.document.value), "\(place)")
    }
    return saved.places.map { $0.description.replacing("/spec", with: "", maxReplacements: 1) }
  }

  // MARK: What the table says

  @Test(arguments: [#""hunter2""#, #""""#, "3", "true", #"["hunter2"]"#, #"{"a": "hunter2"}"#])
  func `A variable's value is left out whatever it is, and that goes without saying`(value: String) throws {
    let job = #"{"metadata": {"name": "j"}, "spec": {"runtime": {"envs": [{"name": "A", "value": \#(value)}]}}}"#
    let saved = try #require(try SavedJob(job))
    #expect(saved.places == [])
    #expect(saved.document.value.value(at: JSONPointer(["spec", "runtime", "envs", "0", "value"]))?.string == "****")
  }

  @Test func `A variable without a value stays one`() throws {
    let saved = try #require(
      try SavedJob(#"{"metadata": {"name": "j"}, "spec": {"runtime": {"envs": [{"name": "A", "value": null}]}}}"#))
    #expect(saved.document.value.value(at: JSONPointer(["spec", "runtime", "envs", "0", "value"]))?.isNull == true)
  }

  @Test func `The secret of a callback is left out`() throws {
    let places = try places(
      #""triggers": [{"id": "t", "configuration": {"callbackSecret": "hunter2", "path": "/x"}}]"#)
    #expect(places == [])
  }

  @Test(arguments: [#""A=hunter2""#, #"{"A": "hunter2"}"#, #"["A=hunter2"]"#])
  func `Variables that are written as nobody knows are left out together`(envs: String) throws {
    #expect(try places(#""runtime": {"envs": \#(envs)}"#) == ["/runtime/envs"])
  }

  // MARK: What looks secret

  @Test(arguments: [
    (#""runtime": {"dockerConfig": "hunter2"}"#, "/runtime/dockerConfig"),
    (#""password": "hunter2""#, "/password"), (#""odd": {"api_key": "hunter2", "b": 1}"#, "/odd/api_key"),
    (#""odd": {"name": "A", "secret": true, "value": "hunter2"}"#, "/odd/value"),
    (#""odd": {"credentials": {"hunter2": {"a": 1}}}"#, "/odd/credentials"),
    (#""odd": {"credentials": [1]}"#, "/odd/credentials"),
    (#""odd": {"clientSecret": "hunter2", "maxTokens": "many", "apiKey": 7}"#, "/odd/clientSecret"),
    (#""odd": {"token": 77, "tokenx": "DB_PASSWORD=hunter2"}"#, "/odd/tokenx"),
    (#""odd": "postgres://u:hunter2@h/db""#, "/odd"), (#""odd": "TOKEN=hunter2""#, "/odd"),
    (#""runtime": {"image": "https://u:hunter2@h/i"}"#, "/runtime/image"),
    (#""odd": "{\"password\": \"hunter2\"}""#, "/odd"),
    (#""odd": "[{\"name\": \"TOKEN\", \"value\": \"hunter2\"}]""#, "/odd"),
    (#""odd": "{\"deep\": \"{\\\"password\\\": \\\"hunter2\\\"}\"}""#, "/odd"),
    (#""odd": "{password: hunter2}""#, "/odd"), (#""region": "{\"token\": \"hunter2\"}""#, "/region"),
    (#""runtime": {"callbackSecret": "hunter2"}"#, "/runtime/callbackSecret"),
    (#""triggers": [{"id": "t", "configuration": {"path": "/x?token=hunter2"}}]"#, "/triggers/0/configuration/path"),
    (
      #""triggers": [{"id": "t", "configuration": {"callbackUrl": "https://h/x?a=b&api_key=hunter2"}}]"#,
      "/triggers/0/configuration/callbackUrl"
    ),
    (#""odd": "Server=db;Password=hunter2;""#, "/odd"), (#""odd": "curl -H 'X: Bearer a1-hunter2'""#, "/odd"),
    (#""odd": "see sk_live_hunter2abcdefghijkl""#, "/odd"),
    (#""volumes": [{"name": "v", "token": "hunter2"}]"#, "/volumes/0/token"),
    (
      #""triggers": [{"id": "t", "configuration": {"callbackUrl": "https://u:hunter2@h/"}}]"#,
      "/triggers/0/configuration/callbackUrl"
    ),
  ])
  func `What is secret or looks it is left out at its place`(spec: String, place: String) throws {
    #expect(try places(spec) == [place])
  }

  @Test(arguments: [
    #""region": "eu""#, #""odd": {"tokens": 3, "sort_key": "a"}"#, #""odd": "[prod] nightly""#,
    #""odd": "{\"source\": \"s3://bucket\"}""#, #""runtime": {"memory": 4096, "image": "sk-learn:v1"}"#,
    #""runtime": {"envs": [{"name": "DB_PASSWORD", "value": "****", "description": null}]}, "odd": "description""#,
    #""policies": ["cold"], "triggers": [{"id": "t", "type": "cron"}]"#,
  ])
  func `What is innocent is kept`(spec: String) throws {
    #expect(try places(spec) == [])
  }

  @Test(arguments: ["null", "0", "false", #""""#, "[]", "{}"])
  func `Nothing is no secret, whatever it is called`(nothing: String) throws {
    #expect(try places(#""odd": {"callbackSecret": \#(nothing)}"#) == [])
    #expect(try places(#""odd": {"name": "A", "secret": true, "value": \#(nothing)}"#) == [])
    #expect(try places(#""runtime": {"password": \#(nothing)}, "triggers": \#(nothing)"#) == [])
  }

  @Test func `A job whose name looks like a token is no secret`() throws {
    let saved = try #require(
      try SavedJob(#"{"metadata": {"name": "sk-learn-train-2024"}, "spec": {"odd": "job/sk-learn-train-2024:v1"}}"#))
    #expect(saved.places == [])
  }

  @Test(arguments: ["ghp_0123456789hunter2abc", "TOKEN=hunter2", "https://u:hunter2@h/"])
  func `What looks secret is so as a key, too`(key: String) throws {
    #expect(try places(#""odd": {"a": {"\#(key)": 1}}"#) == ["/odd/a"])
    #expect(try places(#""odd": {"a": [{"\#(key)": 1}]}"#) == ["/odd/a"])
  }

  @Test func `A secret that reads like the name of a field hides the field from nobody`() throws {
    let job =
      #"{"metadata": {"name": "j"}, "spec": {"triggers": [{"id": "t", "configuration": {"schedule": "0 * * * *"}}]}}"#
    let saved = try #require(try SavedJob(job, knowing: ["metadata", "triggers", "schedule"]))
    #expect(saved.places == [])
  }

  // MARK: Copies of known secrets

  @Test(arguments: [
    (#""region": "eu-SECRET-1""#, "/region"), (#""odd": {"SECRET": 1}"#, "/odd"),
    (#""odd": {"a": {"x-SECRET": {}}}"#, "/odd/a"),
    (#""odd": [1, ["SECRET"]]"#, "/odd"), (#""odd": {"a": [{"b": "SECRET"}], "c": "d"}"#, "/odd/a"),
    (#""policies": ["p", "SECRET"]"#, "/policies"),
    (#""runtime": {"envs": [{"name": "SECRET"}, {"name": "B"}]}"#, "/runtime/envs"),
    (#""runtime": {"envs": [{"name": "A", "SECRET": 1}]}"#, "/runtime/envs"),
    (#""runtime": {"ports": [{"target": 1, "protocol": "SECRET"}]}"#, "/runtime/ports"),
    (
      #""triggers": [{"id": "t", "configuration": {"tasks": [{"a": "SECRET"}], "path": "/"}}]"#,
      "/triggers/0/configuration/tasks"
    ),
    (#""triggers": [{"id": "t", "type": "SECRET"}]"#, "/triggers"),
    (#""triggers": [{"type": "http", "configuration": {"path": "SECRET"}}]"#, "/triggers"),
    (#""triggers": [{"id": "t", "configuration": {"path": "SECRET"}}, {"id": "t"}]"#, "/triggers"),
    (#""triggers": [{"id": "t", "SECRET": 1}]"#, "/triggers"),
    (#""githubRunner": {"repositories": "[\"SECRET\"]"}"#, "/githubRunner/repositories"),
    (#""enabled": ["SECRET"]"#, "/enabled"), (#""runtime": {"memory": {"a": "SECRET"}}"#, "/runtime/memory"),
    (#""SECRET": true"#, ""),
  ])
  func `A copy is left out with the list, or the map of the key, that it cannot be told apart in`(
    spec: String, place: String
  ) throws {
    #expect(try places(spec.replacing("SECRET", with: Self.secret), knowing: [Self.secret]) == [place])
  }

  @Test func `A number that is written like a known secret is left out`() throws {
    #expect(try places(#""odd": {"a": 1234567890}"#, knowing: ["34567890"]) == ["/odd/a"])
    #expect(try places(#""odd": {"a": 1234567890}"#) == [])
  }

  @Test func `Short secrets are not looked for in other texts`() throws {
    let saved = try #require(
      try SavedJob(#"{"metadata": {"name": "j"}, "spec": {"region": "eu-1234567"}}"#, knowing: ["1234567"]))
    #expect(saved.places == [])
  }

  @Test func `Labels are left out one by one, or together where a key is secret`() throws {
    let one = try SavedJob(
      #"{"metadata": {"name": "j", "labels": {"a": "x-\#(Self.secret)", "b": "c"}}}"#, knowing: [Self.secret])
    #expect(one?.places.map(\.description) == ["/metadata/labels/a"])
    let all = try SavedJob(
      #"{"metadata": {"name": "j", "labels": {"\#(Self.secret)": "a", "b": "c"}}}"#, knowing: [Self.secret])
    #expect(all?.places.map(\.description) == ["/metadata/labels"])
  }

  @Test func `A label with a secret's name is left out, and what repeats it`() throws {
    let saved = try SavedJob(
      #"{"metadata": {"name": "j", "labels": {"DB_PASSWORD": "\#(Self.secret)", "a": "is \#(Self.secret)", "token": "7"}}}"#
    )
    #expect(saved?.places.map(\.description) == ["/metadata/labels/DB_PASSWORD", "/metadata/labels/a"])
  }

  @Test(arguments: [
    #"{"metadata": {"name": "SECRET"}}"#, #"{"metadata": {"name": "a-SECRET"}}"#,
    #"{"metadata": {"name": "j"}, "SECRET": 1}"#,
    #"{"metadata": {"name": "j", "SECRET": 1}}"#,
  ])
  func `Where nothing can be left out, nothing is saved`(job: String) throws {
    #expect(try SavedJob(job.replacing("SECRET", with: Self.secret), knowing: [Self.secret]) == nil)
  }

  @Test func `The words that say whether a job is live are nobody's secret`() throws {
    for status in ["DEPLOYED", "DELETING", "TERMINATED"] {
      let saved = try #require(try SavedJob(#"{"metadata": {"name": "j"}, "status": "\#(status)"}"#, knowing: [status]))
      #expect(saved.document.status == status)
    }
    let other = try SavedJob(#"{"metadata": {"name": "j"}, "status": "\#(Self.secret)"}"#, knowing: [Self.secret])
    #expect(other?.places.map(\.description) == ["/status"])
  }

  // MARK: Laws

  @Test(arguments: UInt64(0)..<60)
  func `Saving what was saved changes nothing, and nothing known is in it`(seed: UInt64) throws {
    for isSparse in [false, true] {
      var generator = JobGenerator(seed: seed, isSparse: isSparse)
      let job = generator.planting([Self.secret, "TOKEN=\(Self.secret)"], in: generator.job(named: "j"))
      let first = try #require(try SavedJob(String(decoding: job.json, as: UTF8.self), knowing: [Self.secret]))
      let second = try #require(try SavedJob(first.document))
      #expect(first.bytes == second.bytes, "seed \(seed)")
      #expect(first.places == second.places, "seed \(seed)")
      #expect(!String(decoding: first.bytes, as: UTF8.self).contains(Self.secret), "seed \(seed)")
      for place in first.places {
        #expect(JobSchema.blaxel.isComparedAlone(place, in: first.document.value), "seed \(seed) \(place)")
      }
    }
  }

  @Test func `The law above is about many masks`() throws {
    var count = 0
    for seed in UInt64(0)..<60 {
      var generator = JobGenerator(seed: seed)
      let job = generator.planting([Self.secret], in: generator.job(named: "j"))
      count += try SavedJob(String(decoding: job.json, as: UTF8.self), knowing: [Self.secret])?.places.count ?? 0
    }
    #expect(count > 120)
  }

  @Test func `Numbers are saved digit by digit, unknown fields and the order of members too`() throws {
    let job =
      #"{"spec": {"z": 4096.0, "a": 1E3, "n": 123456789012345678901234567890, "runtime": {"memory": 2048}}, "metadata": {"x": null, "name": "j"}}"#
    let saved = try #require(try SavedJob(job))
    #expect(String(decoding: saved.bytes.filter { $0 > 0x20 }, as: UTF8.self) == job.filter { $0 != " " })
  }
}
