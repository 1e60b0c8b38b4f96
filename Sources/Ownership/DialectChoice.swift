import Model

/// What says which forge's CODEOWNERS file counts, from the strongest to the weakest.
package enum DialectHint: Sendable {
  /// The user names the dialect.
  case named(Dialect)
  /// A job of a CI system runs, which belongs to a forge.
  case ciSystem(Dialect, name: String)
  /// Only the places of the files.
  case none

  /// The paths at which a file can become the one that counts.
  package var locations: [String] {
    switch self {
    case .named(let dialect): dialect.standardLocations
    case .ciSystem, .none: Dialect.allCases.flatMap(\.standardLocations)
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

  /// Chooses by the hint, or else by the folder of a CODEOWNERS file that only one forge reads. A file that several forges
  /// read, in the root or in `docs/`, is taken for GitHub's.
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
    case .none:
      var found: [(dialect: Dialect, path: String)] = []
      for dialect in Dialect.allCases {
        for path in dialect.ownLocations where try Self.isFile(path, in: tree) { found.append((dialect, path)) }
      }
      guard let first = found.first else {
        (dialect, because, others, isByPlace) = (
          .github, "its place says nothing, and GitHub's dialect is the most common", [], false
        )
        return
      }
      (dialect, isByPlace) = (first.dialect, true)
      because = "there is \(tree.displayName(of: first.path))"
      others = found.filter { $0.dialect != first.dialect }.map { tree.displayName(of: $0.path) }
    }
  }

  /// Whether there is an entry at a path. What is below a link is not part of the tree.
  static func isFile(_ path: String, in tree: some Tree) throws(Diagnostic) -> Bool {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    if !folder.isEmpty, try tree.kind(of: folder) != .folder { return false }
    return try tree.kind(of: path) != nil
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
