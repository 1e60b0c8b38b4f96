import Model

/// What says which forge's CODEOWNERS file counts, from the strongest to the weakest.
package enum DialectHint: Sendable {
  /// The user names the dialect.
  case named(Dialect)
  /// A job of a CI system runs, which belongs to a forge.
  case ciSystem(Dialect, name: String)
  /// The repository was cloned from a host that belongs to a forge.
  case remote(Dialect, host: String)
  /// Only files of the tree.
  case none

  /// The paths at which a file can become the one that counts.
  package var locations: [String] {
    switch self {
    case .named(let dialect): dialect.standardLocations
    case .ciSystem, .remote: Dialect.allCases.flatMap(\.standardLocations)
    case .none:
      Dialect.allCases.flatMap { $0.standardLocations + $0.ciFiles.filter { $0.utf8.last != UInt8(ascii: "/") } }
    }
  }
}

/// The dialect of the CODEOWNERS file of a tree, and why it is that one.
package struct DialectChoice: Sendable {
  package let dialect: Dialect
  /// The reason, after "because".
  package let because: String
  /// The files of other forges that stand against the choice, where only places decide.
  package let others: [String]
  /// Whether the folder of a file decides.
  private let isByPlace: Bool

  init(dialect: Dialect, because: String) {
    (self.dialect, self.because, others, isByPlace) = (dialect, because, [], false)
  }

  /// Chooses by what the user or a CI system says, or else by the folder of a CODEOWNERS file that only one forge reads, by the
  /// host that the repository was cloned from, and by the files of the CI system of one forge. A file that several forges read,
  /// in the root or in `docs/`, is GitHub's where nothing of all that speaks for another one.
  ///
  /// In a job of a CI system whose forge finds no file, that of another forge counts: the owners are those whom the project
  /// names, also in a mirror of it.
  init(_ hint: DialectHint, in tree: some Tree) throws(Diagnostic) {
    switch hint {
    case .named(let dialect):
      (self.dialect, because, others, isByPlace) = (dialect, "you named the dialect", [], false)
    case .ciSystem(let dialect, let name):
      var hasOwn = false
      for path in dialect.standardLocations where try Self.isFile(path, in: tree) { hasOwn = true }
      let byPlace = try DialectChoice(.none, in: tree)
      guard !hasOwn, byPlace.isByPlace else {
        (self.dialect, because, others, isByPlace) = (dialect, "this is a job of \(name)", [], false)
        return
      }
      (self.dialect, others, isByPlace) = (byPlace.dialect, byPlace.others, true)
      because = "\(byPlace.because), and no file where \(dialect.forge) looks"
    case .remote, .none:
      var found: [(dialect: Dialect, path: String)] = []
      for dialect in Dialect.allCases {
        for path in dialect.ownLocations where try Self.isFile(path, in: tree) { found.append((dialect, path)) }
      }
      guard let first = found.first else {
        (others, isByPlace) = ([], false)
        (dialect, because) = try Self.withoutPlace(hint, in: tree)
        return
      }
      (dialect, isByPlace) = (first.dialect, true)
      because = "there is \(tree.displayName(of: first.path))"
      others = found.filter { $0.dialect != first.dialect }.map { tree.displayName(of: $0.path) }
    }
  }

  /// The dialect where no folder of a file says it.
  private static func withoutPlace(
    _ hint: DialectHint, in tree: some Tree
  ) throws(Diagnostic) -> (dialect: Dialect, because: String) {
    if case .remote(let dialect, let host) = hint { return (dialect, "the repository was cloned from \(host)") }
    var found: [(dialect: Dialect, path: String)] = []
    for dialect in Dialect.allCases {
      for path in dialect.ciFiles where try isFile(path, in: tree) { found.append((dialect, path)) }
    }
    if let first = found.first, found.allSatisfy({ $0.dialect == first.dialect }) {
      return (first.dialect, "there is \(tree.displayName(of: first.path))")
    }
    return (.github, "its place says nothing, and GitHub's dialect is the most common")
  }

  /// Whether there is an entry at a path. What is below a link is not part of the tree.
  static func isFile(_ path: String, in tree: some Tree) throws(Diagnostic) -> Bool {
    let parts = path.split(separator: "/")
    let folder = parts.dropLast().joined(separator: "/")
    if !folder.isEmpty, try tree.kind(of: folder) != .folder { return false }
    return try tree.kind(of: parts.joined(separator: "/")) != nil
  }

  /// The warning for files of several forges.
  var ambiguity: Diagnostic? {
    guard !others.isEmpty else { return nil }
    return Diagnostic(
      .codeownersAmbiguous, "there are CODEOWNERS files of several forges; \(dialect.forge)'s is read",
      severity: .warning, because: [because] + others.map { "\($0) is not read" },
      help: "name the dialect with --dialect: \(Dialect.allCases.map(\.rawValue).joined(separator: ", "))")
  }
}
