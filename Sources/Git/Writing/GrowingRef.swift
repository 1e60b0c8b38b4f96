package import Model

/// A ref whose commits only add files, each to those of its parents: an append-only log.
///
/// A commit that appends has one parent, and one that unites two histories has two. Updates are compare-and-swap, so
/// processes that append at the same time all succeed.
package struct GrowingRef: Sendable {
  package let repository: Repository
  /// The full name, below `refs/`.
  package let name: String

  package init(_ name: String, in repository: Repository) { (self.name, self.repository) = (name, repository) }

  /// The last commit; nil when nothing was appended yet.
  package func tip() throws(Diagnostic) -> CommitID? { try update(isAlone: false).value().map(CommitID.init) }

  /// A file that is appended. Its path has few components.
  package struct File: Sendable {
    package let path: String
    package let content: [UInt8]

    package init(path: String, content: [UInt8]) { (self.path, self.content) = (path, content) }
  }

  /// Appends files in one commit. Files that are there already are left out; without any other the tip stays.
  ///
  /// When it returns, the files are on the disk and in the chain; when it throws, the chain is what it was.
  /// - Returns: The tip, and the paths of the files that were not there.
  @discardableResult
  package func append(
    _ files: [File], message: String, at time: Timestamp
  ) throws(Diagnostic) -> (tip: CommitID?, added: [String]) {
    var contents: [[[UInt8]]: ObjectID] = [:]
    var added: [String] = []
    let tip = try advance { tip throws(Diagnostic) in
      let tree = try tip.map { tip throws(Diagnostic) in try repository.objects.commit(tip.id).tree }
      (contents, added) = ([:], [])
      for file in files {
        let id = try repository.write(.blob, file.content)
        let path = Self.components(file.path)
        if try item(path, in: tree)?.id == id { continue }
        if contents.updateValue(id, forKey: path) == nil { added.append(file.path) }
      }
      guard !contents.isEmpty else { return tip }
      let new = try repository.writeTree(adding: contents, to: tree)
      return try repository.writeCommit(
        tree: new, parents: [tip].compactMap(\.self), message: message, at: time)
    }
    return (tip, added)
  }

  /// Adds all files of another chain, by a commit with two parents unless one chain contains the other.
  package func unite(with other: CommitID, message: String, at time: Timestamp) throws(Diagnostic) -> CommitID? {
    try advance { tip throws(Diagnostic) in
      guard let tip, tip != other else { return other }
      let bases = try repository.mergeBases(tip, other)
      if bases.contains(other) { return tip }
      if bases.contains(tip) { return other }
      let (ours, theirs) = (try repository.objects.commit(tip.id).tree, try repository.objects.commit(other.id).tree)
      var missing: [[[UInt8]]: ObjectID] = [:]
      for difference in try repository.objects.differences(from: ours, to: theirs) {
        guard let new = difference.new else { continue }
        missing[difference.path.split(separator: UInt8(ascii: "/")).map(Array.init)] = new.id
      }
      let tree = missing.isEmpty ? ours : try repository.writeTree(adding: missing, to: ours)
      return try repository.writeCommit(tree: tree, parents: [tip, other], message: message, at: time)
    }
  }

  /// Moves the ref from its tip to the commit that `next` makes from it, again when it was moved meanwhile.
  private func advance(
    _ next: (CommitID?) throws(Diagnostic) -> CommitID?
  ) throws(Diagnostic) -> CommitID? {
    var wait = Backoff()
    let exclusion = try Exclusion(in: repository.refs.commonDirectory, &wait)
    let update = update(isAlone: exclusion.isHeld)
    while true {
      let old = try update.value()
      let new = try next(old.map(CommitID.init))
      guard let new, new.id != old else { return new }
      if try update.swap(from: old, to: new.id, &wait) { return new }
      guard wait.pause() else {
        throw Diagnostic(.refLocked, "\(name) is moved by other programs all the time", help: "run it again")
      }
    }
  }

  private func update(isAlone: Bool) -> RefUpdate { RefUpdate(refs: repository.refs, name: name, isAlone: isAlone) }

  private func item(_ path: [[UInt8]], in tree: ObjectID?) throws(Diagnostic) -> TreeObject.Item? {
    guard var folder = tree else { return nil }
    var found: TreeObject.Item?
    for name in path {
      found = try repository.objects.tree(folder, at: [UInt8]()).item(named: name[...])
      guard let found else { return nil }
      folder = found.id
    }
    return found
  }

  private static func components(_ path: String) -> [[UInt8]] {
    GitPath.bytes(of: path).split(separator: UInt8(ascii: "/")).map(Array.init)
  }
}
