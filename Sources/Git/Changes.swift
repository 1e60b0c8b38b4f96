extension Repository {
  /// What happened from one commit to another, file by file, by the bytes of the paths. A nil base: everything is added.
  package func changes(from base: CommitID?, to head: CommitID) throws(GitError) -> [Change] {
    var old: ObjectID?
    if let base { old = try objects.commit(base.id).tree }
    return try changes(objects.pairs(from: old, to: objects.commit(head.id).tree))
  }

  /// What a commit made now would change: HEAD, or nothing when it is unborn, against the index.
  package func stagedChanges() throws(GitError) -> [Change] {
    let head = try head()
    var committed: [Pair] = []
    if let head { committed = try objects.pairs(from: nil, to: objects.commit(head.commit.id).tree) }
    return try changes(Self.pairs(from: committed, to: Index(indexFile).items))
  }

  /// The staged content of a regular file; nil when nothing is staged at the path. `limit` is in bytes.
  package func stagedBlob(_ path: String, limit: Int) throws(GitError) -> [UInt8]? {
    let bytes = PathText.bytes(of: path)
    guard let item = try Index(indexFile).items.first(where: { $0.path == bytes }) else { return nil }
    guard item.leaf.mode.isFile else { throw notRegular(path, item.leaf.mode, wanted: "a regular file") }
    return try objects.blob(item.leaf.id, at: path, limit: limit)
  }

  /// Both lists are in the order of their paths' bytes.
  private static func pairs(from committed: [Pair], to staged: [Index.Item]) -> [Pair] {
    let old = Dictionary(uniqueKeysWithValues: committed.map { ($0.path, $0.new) })
    let kept = Set(staged.map(\.path))
    let gone = committed.filter { !kept.contains($0.path) }.map { Pair(path: $0.path, old: $0.new) }
    let new = staged.map { Pair(path: $0.path, old: old[$0.path] ?? nil, new: $0.leaf) }.filter { $0.old != $0.new }
    return (gone + new).sorted { $0.path.lexicographicallyPrecedes($1.path) }
  }

  private func changes(_ pairs: [Pair]) throws(GitError) -> [Change] {
    try refuseMissing(pairs)
    var changes: [Change] = []
    for pair in try Renames.join(pairs, in: objects) { changes.append(try change(pair)) }
    return changes
  }

  /// All contents that are compared must be here; the message lists what is not, so that one fetch can bring it.
  private func refuseMissing(_ pairs: [Pair]) throws(GitError) {
    let leaves = pairs.flatMap { [$0.old, $0.new] }.compactMap(\.self).filter { $0.mode != .submodule }
    let missing = leaves.map(\.id).filter { !objects.contains($0) }
    if !missing.isEmpty { throw objects.gaps.missing(Set(missing).sorted(), "the change") }
  }

  private func change(_ pair: Pair) throws(GitError) -> Change {
    let path = PathText.text(of: pair.path)
    let (oldPath, status) = (pair.oldPath.map(PathText.text), pair.status)
    if let old = pair.old, let new = pair.new, old.id == new.id, status != .typeChanged {
      return Change(path: path, oldPath: oldPath, status: status, hunks: [])
    }
    guard let old = try text(pair.old, path), let new = try text(pair.new, path) else {
      return Change(wholeOf: path, oldPath: oldPath, status: status)
    }
    if Lines.isBinary(old) || Lines.isBinary(new) {
      return Change(wholeOf: path, oldPath: oldPath, status: status, isBinary: true)
    }
    // What became another kind of thing keeps no line, even where the bytes agree.
    let hunks = status == .typeChanged ? Lines.replaced(old, by: new) : try Lines.hunks(from: old, to: new)
    return Change(path: path, oldPath: oldPath, status: status, hunks: hunks)
  }

  /// The content to compare: empty where there is no file, nil where lines mean nothing or are too many.
  private func text(_ leaf: Pair.Leaf?, _ path: String) throws(GitError) -> [UInt8]? {
    guard let leaf else { return [] }
    // What git prints for a submodule: one line.
    if leaf.mode == .submodule { return Array("Subproject commit \(leaf.id)\n".utf8) }
    guard let header = try objects.header(leaf.id),
      header.size <= Change.lineLimit
    else { return nil }
    return try objects.blob(leaf.id, at: path, limit: Change.lineLimit)
  }
}

extension Pair {
  fileprivate var status: Change.Status {
    guard let old else { return .added }
    guard let new else { return .deleted }
    if oldPath != nil { return .renamed }
    return old.mode == new.mode || (old.mode.isFile && new.mode.isFile) ? .modified : .typeChanged
  }
}
