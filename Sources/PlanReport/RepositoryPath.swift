/// Where the files of reports are in their repository.
enum RepositoryPath {
  /// Whether the name of a text is that of a file that a repository may hold, and not of standard input or of a file of the
  /// user's.
  static func isFile(_ name: String) -> Bool {
    !name.isEmpty && name != "<stdin>" && name != "-" && !name.utf8.starts(with: "~/".utf8)
  }

  /// The path of a file from the top of the repository, `.` and `..` resolved by their letters; nil for one that is outside of
  /// it, or given by its absolute path, or no such file at all.
  ///
  /// - Parameter directory: the path of the working directory in the repository.
  static func path(of file: String, in directory: String) -> String? {
    guard isFile(file), !file.utf8.starts(with: "/".utf8) else { return nil }
    var parts: [Substring.UTF8View] = []
    for part in (directory + file).utf8.split(separator: UInt8(ascii: "/")) {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8) {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.isEmpty ? nil : parts.map { String(Substring($0)) }.joined(separator: "/")
  }
}
