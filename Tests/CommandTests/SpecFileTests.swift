import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Spec files as they stand on a disk, or come through a pipe.
@Suite(.serialized) struct SpecFileTests {
  private static let spec = "kind: Job\nmetadata: {name: a}\n"

  /// Puts something that is no regular file at `path`.
  private static func put(_ kind: String, at path: String) throws {
    switch kind {
    case "pipe":
      let result = unsafe mkfifo(path, 0o600)
      try #require(result == 0)
    case "link to a device": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
    default:
      let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(number) }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
      let result = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      try #require(result == 0)
    }
  }

  @Test func `A name that is not UTF-8 is an error of that file alone, and none where no spec can be behind it`()
    async throws
  {
    try await Program.withFolder { folder in
      let make = """
        import os
        os.makedirs(b"jobs/.hidden\\xff")
        for name in [b"a.yaml", b"notes\\xff.md", b".hidden\\xff/x.yaml"]:
            open(b"jobs/" + name, "w").write("kind: Job\\nmetadata: {name: a}\\nspec: {}\\n")
        """
      let bad = "import os; open(b'jobs/b\\xff\\x1b.yaml', 'w'); os.mkdir(b'jobs/deep\\xfe')"
      try Self.python(make, in: folder)
      #expect(try await Program.run(["validate", "jobs"], in: folder).status == 0)
      try Self.python(bad, in: folder)
      let outcome = try await Program.run(["validate", "jobs"], in: folder)
      #expect(outcome.status == 3)
      for name in ["jobs/b\u{FFFD}\\u{1B}.yaml", "jobs/deep\u{FFFD}"] {
        #expect(
          outcome.errors.contains("error: '\(name)' cannot be read: its name is not UTF-8 [unreadable-file]"), "\(name)"
        )
      }
      #expect(outcome.errors.ranges(of: "error:").count == 2)
    }
  }

  private static func python(_ script: String, in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    try Starting.start(process)
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  @Test(arguments: ["pipe", "socket", "link to a device"])
  func `What is no regular file is an error, and is never waited for`(kind: String) async throws {
    try await Program.withFolder { folder in
      let jobs = folder.appending(path: "jobs")
      try FileManager.default.createDirectory(at: jobs, withIntermediateDirectories: true)
      try Data(Self.spec.utf8).write(to: jobs.appending(path: "a.yaml"))
      try Self.put(kind, at: jobs.appending(path: "b.yaml").path)
      for paths in [["jobs"], ["jobs/b.yaml"]] {
        let outcome = try await Program.run(["validate"] + paths, in: folder)
        #expect(outcome.status == 3)
        let code = kind == "link to a device" ? "link-outside-root" : "not-a-regular-file"
        // A named link to a device is told by what it is or where it leads, whichever is seen first.
        #expect(
          outcome.errors.contains("[\(code)]") || paths != ["jobs"] && outcome.errors.contains("[not-a-regular-file]"),
          "\(outcome.errors)")
        #expect(outcome.errors.contains("help: "))
      }
    }
  }

  @Test func `A device is no spec`() async throws {
    let outcome = try await Program.run(["validate", "/dev/zero"])
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("[not-a-regular-file]"))
  }

  @Test func `A file beyond the limit is not read`() async throws {
    try await Program.withFolder { folder in
      let path = folder.appending(path: "a.yaml")
      try Data(Self.spec.utf8).write(to: path)
      let handle = try FileHandle(forWritingTo: path)
      // A hole: the file takes no room, and reading it would take minutes.
      try handle.truncate(atOffset: 1 << 40)
      try handle.close()
      let outcome = try await Program.run(["validate", "a.yaml"], in: folder)
      #expect(outcome.status == 3)
      #expect(
        outcome.errors.contains("error: 'a.yaml' cannot be read: it is larger than 1048576 bytes [budget-exceeded]"))
      #expect(outcome.errors.contains("help: split it into several files"))
    }
  }

  @Test(arguments: [
    (Self.spec, "1 job"), ("[{\"kind\": \"Job\", \"metadata\": {\"name\": \"a\"}}]", "1 job"),
    ("{kind: Job, metadata: {name: a}}", "1 job"), (Self.spec + "---\nkind: Job\nmetadata: {name: b}\n", "2 jobs"),
  ])
  func `What is piped in is validated`(text: String, amount: String) async throws {
    let outcome = try await Program.run(["validate", "-"], input: text)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output == "Valid: \(amount) in standard input.\n")
  }

  @Test func `What is wrong in a pipe has a place, a quote and the fix`() async throws {
    let outcome = try await Program.run(
      ["validate", "-"],
      input: "{\"kind\": \"Job\",\n \"metadata\": {\"name\": \"a\"},\n \"spec\": {\"enabled\": \"no\"}}")
    #expect(outcome.status == 3)
    #expect(
      outcome.errors.contains("<stdin>:3:22: error: 'spec.enabled' must be true or false, not a string [wrong-type]"))
    #expect(outcome.errors.contains("help: write true or false"))
  }

  // MARK: Many files

  /// Writes valid specs of about 8 KB each.
  private static func writeSpecs(_ count: Int, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let value = String(repeating: "a long value. ", count: 570)
    for number in 1...count {
      let text = "kind: Job\nmetadata: {name: job-\(number)}\nspec: {runtime: {envs: [{name: A, value: '\(value)'}]}}\n"
      try Data(text.utf8).write(to: folder.appending(path: "\(number).yaml"))
    }
  }

  @Test func `A thousand files take little more memory than a hundred, and are said to be read`() async throws {
    try await Program.withFolder { folder in
      try Self.writeSpecs(100, to: folder.appending(path: "few"))
      try Self.writeSpecs(1_000, to: folder.appending(path: "many"))
      let outcome = try await Program.run(["validate", "many"], in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.output == "Valid: 1000 jobs in many (1000 files).\n")
      let few = try await Program.peakMemory(["validate", "few"], in: folder)
      let many = try await Program.peakMemory(["validate", "many"], in: folder)
      #expect(many <= 2 * few)
      // Texts and trees of 7 MB of specs would be seen here.
      #expect(many - few <= 4_096, "\(few) KiB, \(many) KiB")
    }
  }

  @Test func `What is wrong among many files is still quoted`() async throws {
    try await Program.withFolder { folder in
      let jobs = folder.appending(path: "jobs")
      try Self.writeSpecs(3, to: jobs)
      try Data("kind: Job\nmetadata: {name: job-2}\n".utf8).write(to: jobs.appending(path: "x.yaml"))
      try Data("kind: Job\nmetadata: {name: y}\nspec: {enabled: maybe}\n".utf8).write(
        to: jobs.appending(path: "y.yaml"))
      let outcome = try await Program.run(["validate", "jobs"], in: folder)
      #expect(outcome.status == 3)
      #expect(outcome.output == "Not valid: 5 jobs in jobs (5 files, 2 errors).\n")
      #expect(outcome.errors.contains("jobs/x.yaml:2:18: error: Job 'job-2' is declared 2 times [duplicate-job]"))
      #expect(outcome.errors.contains("metadata: {name: job-2}"))
      #expect(outcome.errors.contains("jobs/2.yaml:2:18"))
      #expect(outcome.errors.contains("spec: {enabled: maybe}"))
    }
  }
}
