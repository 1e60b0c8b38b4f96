extension Repository {
  /// The path relative to the root of the working tree; nil when it lies elsewhere, or there is no working tree.
  ///
  /// For whoever names a file on the command line and must be told whether the change under review could have written it.
  /// Every way into the tree counts: by a link from outside, with `.` and `..`, and through a link that the tree itself
  /// holds, wherever that one leads.
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
