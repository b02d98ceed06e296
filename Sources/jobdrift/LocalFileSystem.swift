import DriftEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file system of this machine.
struct LocalFileSystem: FileSystem {
  let workingDirectory: String

  init() {
    workingDirectory = Self.realPath(".") ?? "/"
  }

  func kind(of path: String) throws(FileFailure) -> FileKind {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { throw .last }
    return Self.kind(of: status)
  }

  /// What stands where `path` leads to when every link is followed; nil when nothing does.
  func kindBehindLinks(of path: String) -> FileKind? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Self.kind(of: status) : nil
  }

  func resolved(_ path: String) throws(FileFailure) -> String {
    guard let resolved = Self.realPath(path) else { throw .last }
    return resolved
  }

  func names(in directory: String) throws(FileFailure) -> [String] {
    try listing(of: directory).entries.map(\.name)
  }

  func listing(of directory: String) throws(FileFailure) -> DirectoryListing {
    guard let stream = unsafe opendir(directory) else { throw .last }
    defer { unsafe closedir(stream) }
    var listing = DirectoryListing()
    while let entry = unsafe readdir(stream) {
      let kind = Self.kind(ofEntry: Int(unsafe entry.pointee.d_type))
      unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { bytes in
          guard let name = unsafe String(validatingCString: bytes) else {
            var status = stat()
            let isKnown = unsafe fstatat(dirfd(stream), bytes, &status, AT_SYMLINK_NOFOLLOW) == 0
            let kind = isKnown ? Self.kind(of: status) : FileKind.other
            return unsafe listing.misnamed.append((name: String(cString: bytes), kind: kind))
          }
          if name != ".", name != ".." { listing.entries.append(DirectoryListing.Entry(name: name, kind: kind)) }
        }
      }
    }
    return listing
  }

  func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    // O_NONBLOCK: a pipe put in the file's place meanwhile must not hang the run.
    let number = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { throw .last }
    defer { close(number) }
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw .last }
    switch Self.kind(of: status) {
    case .regular: break
    case .directory: throw FileFailure("it is a directory")
    case .link, .other: throw FileFailure("it is not a regular file")
    }
    guard status.st_size <= limit else { throw .tooLarge(limit) }
    return try read(number, limit: limit, regular: status)
  }

  func contents(through path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    // Not what 'realpath' makes of it, which has names such as 'pipe:[4711]' for what stands in no directory.
    var number: Int32
    repeat { number = unsafe open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC) } while number < 0 && errno == EINTR
    guard number >= 0 else { throw .last }
    defer { close(number) }
    var status = stat()
    let isRegular = unsafe fstat(number, &status) == 0 && Self.kind(of: status) == .regular
    return try read(number, limit: limit, regular: isRegular ? status : nil)
  }

  func standardInput(limit: Int) throws(FileFailure) -> [UInt8] {
    try read(0, limit: limit)
  }

  /// - Parameter status: what is known of the file, if it is a regular one.
  private func read(_ number: Int32, limit: Int, regular status: stat? = nil) throws(FileFailure) -> [UInt8] {
    // Those below /proc are regular, say that they are empty, and come in pieces.
    let size = status.map { Int($0.st_size) } ?? 0
    let read =
      size > 0
      ? Descriptor(number).read(limit: limit, expecting: size, isSize: true) : Descriptor(number).read(limit: limit)
    guard let bytes = read else { throw .last }
    guard bytes.count <= limit else { throw .tooLarge(limit) }
    return bytes
  }

  /// What a directory says of an entry; nil when its file system does not tell.
  private static func kind(ofEntry type: Int) -> FileKind? {
    switch type {
    case Int(DT_REG): .regular
    case Int(DT_DIR): .directory
    case Int(DT_LNK): .link
    case Int(DT_UNKNOWN): nil
    default: .other
    }
  }

  private static func kind(of status: stat) -> FileKind {
    switch status.st_mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .directory
    case S_IFLNK: .link
    default: .other
    }
  }

  private static func realPath(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }
}

extension FileFailure {
  /// What the last system call failed with.
  fileprivate static var last: FileFailure {
    FileFailure(SystemError.reason(errno), isMissing: errno == ENOENT || errno == ENOTDIR)
  }
}
