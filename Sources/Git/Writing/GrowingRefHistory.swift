package import Model

extension GrowingRef {
  /// A file in the tree of the ref.
  package struct Entry: Sendable {
    package let path: String
    fileprivate let id: ObjectID
    fileprivate let isFile: Bool
  }

  /// One commit of the chain, and what it does to the files of its parents.
  package struct Step: Sendable {
    package let commit: CommitID
    package let parents: [CommitID]
    /// The files that no parent has.
    package let added: [Entry]
    /// What an append-only chain must not do, one sentence each.
    package let faults: [String]
  }

  /// All files at a commit, ordered by path.
  package func files(at commit: CommitID) throws(Diagnostic) -> [Entry] {
    try entries(from: nil, to: repository.objects.commit(commit.id).tree).added
  }

  /// The content of a file. Its size is checked against `limit` before reading.
  package func read(_ entry: Entry, limit: Int) throws(Diagnostic) -> [UInt8] {
    try repository.objects.blob(entry.id, at: entry.path, limit: limit)
  }

  /// The size of a file in bytes.
  package func size(of entry: Entry) throws(Diagnostic) -> Int {
    guard let header = try repository.objects.header(entry.id) else {
      throw repository.objects.missing.missing([entry.id], entry.path)
    }
    return header.size
  }

  /// Visits the commits of the chain, each once and before its parents, and returns their ids. Those in `known` and before
  /// are left out.
  @discardableResult
  package func walk(
    from tip: CommitID, until known: Set<CommitID> = [], _ visit: (Step) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Set<CommitID> {
    var (seen, waiting) = (known, [tip])
    if known.contains(tip) { return known }
    seen.insert(tip)
    while let next = waiting.popLast() {
      let step = try step(next)
      try visit(step)
      for parent in step.parents where seen.insert(parent).inserted { waiting.append(parent) }
    }
    return seen
  }

  private func step(_ id: CommitID) throws(Diagnostic) -> Step {
    let commit = try repository.objects.commit(id.id)
    var faults = commit.parents.count > 2 ? ["it has \(commit.parents.count) parents"] : []
    var added = try commit.parents.isEmpty ? entries(from: nil, to: commit.tree).added : []
    for (index, parent) in commit.parents.enumerated() {
      let (new, lost) = try entries(from: repository.objects.commit(parent).tree, to: commit.tree)
      faults += lost
      let kept = Set(added.map { GitPath.bytes(of: $0.path) })
      added = index == 0 ? new : new.filter { kept.contains(GitPath.bytes(of: $0.path)) }
    }
    faults += added.filter { !$0.isFile }.map { "\($0.path) is not a regular file" }
    return Step(commit: id, parents: commit.parents.map(CommitID.init), added: added, faults: faults)
  }

  /// The files that are new, and a sentence for each that was changed or removed.
  private func entries(from old: ObjectID?, to new: ObjectID) throws(Diagnostic) -> (added: [Entry], lost: [String]) {
    var (added, lost) = ([Entry](), [String]())
    for difference in try repository.objects.differences(from: old, to: new) {
      let path = GitPath.text(of: difference.path)
      switch (difference.old, difference.new) {
      case (nil, let entry?): added.append(Entry(path: path, id: entry.id, isFile: entry.mode == .regular))
      case (_, nil): lost.append("it removes \(path)")
      case (_?, _?): lost.append("it changes \(path)")
      }
    }
    return (added, lost)
  }

  /// The commits that the reflog of the ref names, if git keeps one here (git-reflog).
  package func logged() throws(Diagnostic) -> [CommitID] {
    let file = repository.refs.commonDirectory + "/logs/" + name
    guard let bytes = try FileSystem.read(file, limit: 64 << 20) else { return [] }
    let zero = ObjectID(bytes: [UInt8](repeating: 0, count: 20))
    return bytes.split(separator: UInt8(ascii: "\n")).flatMap { line in
      line.split(separator: UInt8(ascii: " "), maxSplits: 2).prefix(2).compactMap { ObjectID(hex: $0) }
    }.filter { $0 != zero }.map(CommitID.init)
  }
}
