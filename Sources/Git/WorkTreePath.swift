extension Repository {
  /// The path relative to the root of the working tree; nil when it is outside, or when there is no working tree.
  ///
  /// It tells whether the change under review could have written a file that is named on the command line. Every path
  /// into the tree counts: through a symbolic link from outside, with `.` and `..`, and through symbolic links inside
  /// the tree.
  package func pathInside(_ path: String) -> String? {
    guard let root = workDirectory.flatMap(FileSystem.realPath) else { return nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    for count in stride(from: parts.count, through: 0, by: -1) {
      let beginning = (path.hasPrefix("/") ? "/" : "./") + parts[..<count].joined(separator: "/")
      if FileSystem.realPath(beginning) == root { return parts[count...].filter { $0 != "." }.joined(separator: "/") }
    }
    guard let real = FileSystem.realPath(path), real.hasPrefix(root + "/") else { return nil }
    return String(real.dropFirst(root.utf8.count + 1))
  }
}
