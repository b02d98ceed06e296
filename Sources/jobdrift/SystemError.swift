#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's errors in the few words that findings use.
enum SystemError {
  /// What an error number says.
  static func reason(_ number: Int32) -> String {
    switch number {
    case ENOENT: "it does not exist"
    case EACCES, EPERM: "permission denied"
    case ENOTDIR: "a part of its path is not a directory"
    case EBADF: "it is closed"
    case ENXIO: "it is a socket, or a device without a driver"
    case EISDIR: "it is a directory"
    case ELOOP: "its links lead in a circle"
    case ENAMETOOLONG: "its name is too long"
    case EMFILE, ENFILE: "too many files are open"
    case ENOSPC, EDQUOT: "the disk is full"
    case EROFS: "the file system is read-only"
    case EIO: "the disk failed"
    default: "system error \(number)"
    }
  }
}
