import ConfigValue
import Testing

/// Which paths a pattern covers.
@Suite struct PathPatternTests {
  @Test(arguments: [
    ("spec.runtime.memory", "spec.runtime.memory"), ("spec.runtime", "spec.runtime.memory"),
    ("spec", "spec.triggers[a]"),
    ("spec.*.memory", "spec.runtime.memory"), ("spec.runtime.mem*", "spec.runtime.memory"),
    ("spec.runtime.envs[*].value", "spec.runtime.envs[A].value"), ("spec.triggers[*]", "spec.triggers[type=cron,#1]"),
    ("spec.triggers[*]", "spec.triggers[a].configuration.tasks[live#2]"), ("spec.x[LOG_*]", "spec.x[LOG_LEVEL]"),
    ("spec.ports[target=*]", "spec.ports[target=80]"), ("spec.triggers[type=cron]", "spec.triggers[type=cron,#2]"),
    ("metadata.labels.app*", #"metadata.labels."app.kubernetes.io/name""#), ("a.x?z", "a.xyz"),
    ("*", "metadata.labels"),
    (#"metadata.labels."a*b""#, #"metadata.labels."a*b""#), ("tasks[live#2]", "tasks[live#2]"),
    ("tasks[#1]", "tasks[#1].n"), ("a[b=c,#1].d*", "a[b=c,#1].ddd"),
  ])
  func `A pattern covers the paths it is written like, and what is below them`(pattern: String, path: String) throws {
    #expect(try #require(PathPattern(parsing: pattern)).covers(try #require(FieldPath(parsing: path))))
  }

  @Test(arguments: [
    ("spec.runtime.memory", "spec.runtime"), ("spec.runtime.memory", "spec.runtime.memoryX"),
    ("spec.runtime.mem", "spec.runtime.memory"), (#"labels."a*b""#, "labels.axb"), ("spec.*", "metadata.name"),
    ("spec.x[A]", "spec.x[B]"), ("spec.x[A]", "spec.x.A"), ("spec.x.*", "spec.x[A]"), ("spec.x[A*]", "spec.x[A=b]"),
    ("tasks[#1]", "tasks[live#1]"), ("tasks[live#2]", "tasks[live#1]"),
    ("spec.x[type=cron,#1]", "spec.x[type=cron,#2]"),
    ("runtime", "spec.runtime"), ("labels.Team", "labels.team"), ("é", "e\u{301}"),
  ])
  func `A pattern covers no other path`(pattern: String, path: String) throws {
    #expect(PathPattern(parsing: pattern)?.covers(try #require(FieldPath(parsing: path))) != true)
  }

  @Test(arguments: ["", ".", "a.", "a[", "a[]", "a..b", "a b", "a[#0]", "a[*"])
  func `A text that is no path is no pattern`(text: String) {
    #expect(PathPattern(parsing: text) == nil)
  }

  @Test func `A pattern touches what leads to the places it covers`() throws {
    let pattern = try #require(PathPattern(parsing: "spec.runtime.envs[*].value"))
    for path in ["spec", "spec.runtime.envs[A]", "spec.runtime.envs[A].value"] {
      #expect(pattern.touches(try #require(FieldPath(parsing: path))))
    }
    #expect(!pattern.touches(try #require(FieldPath(parsing: "spec.runtime.memory"))))
  }

  @Test func `A star takes any text, also none, and much of it quickly`() {
    #expect(Glob("a*b*c").matches("abc") && Glob("a*b*c").matches("a-b-b-c") && !Glob("a*b*c").matches("ab"))
    #expect(Glob("*").matches("") && !Glob("?").matches("") && Glob("**").matches("x"))
    #expect(!Glob(String(repeating: "*a", count: 200)).matches(String(repeating: "a", count: 150) + "b"))
  }
}
