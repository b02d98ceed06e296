import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// Spec files as they stand on a disk, or come through a pipe.
@Suite struct SpecFileTests {
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
}
