package import Interning
package import Model

extension Repository {
  /// The changes from one commit to another, by file. A nil base counts as an empty tree.
  ///
  /// - Parameter compared: The paths at head whose lines are compared; nil for all.
  package func changes(
    from base: CommitID?, to head: CommitID, comparing compared: Set<InternedString>? = nil
  ) throws(Diagnostic) -> FileChanges {
    var old: ObjectID?
    if let base { old = try objects.commit(base.id).tree }
    return try changes(objects.differences(from: old, to: objects.commit(head.id).tree), comparing: compared)
  }

  /// The staged changes since HEAD. While a merge is being made the coming commit has several parents, and a line is new
  /// only if none of them has it.
  package func stagedChanges() throws(Diagnostic) -> FileChanges {
    var changes = try stagedChanges(since: try head()?.commit)
    for parent in try mergeHeads() { changes = changes.intersection(try stagedChanges(since: parent)) }
    return changes
  }

  /// The commits that are being merged into HEAD (`MERGE_HEAD`); empty when no merge is being made.
  package func mergeHeads() throws(Diagnostic) -> [CommitID] {
    let file = gitDirectory + "/MERGE_HEAD"
    guard FileSystem.status(of: file)?.kind == .file, let bytes = try FileSystem.read(file, limit: 8192) else {
      return []
    }
    var heads: [CommitID] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let id = ObjectID(hex: line.prefix { $0 != UInt8(ascii: "\r") }) else {
        throw Diagnostic(
          .repositoryUnreadable, "\(file) does not hold the ids of commits",
          help: "finish the merge or abort it (`git merge --abort`)")
      }
      heads.append(CommitID(id))
    }
    return heads
  }

  /// The staged changes since a commit; nil stands for an empty tree.
  package func stagedChanges(since commit: CommitID?) throws(Diagnostic) -> FileChanges {
    var tree: ObjectID?
    if let commit { tree = try objects.commit(commit.id).tree }
    return try changes(objects.differences(from: tree, to: index().staged()))
  }

  private func changes(
    _ differences: [TreeDifference], comparing compared: Set<InternedString>? = nil
  ) throws(Diagnostic) -> FileChanges {
    try refuseMissing(differences)
    var changes: [FileChange] = []
    let joined = try Renames.join(differences, in: objects)
    for difference in joined {
      let isCompared = compared?.contains(InternedString(GitPath.text(of: difference.path))) ?? true
      changes.append(isCompared ? try change(difference) : unread(difference))
    }
    if compared == nil { try objects.addOrigins(to: &changes, joined) }
    return FileChanges(changes)
  }

  /// The change to a file whose lines are not compared.
  private func unread(_ difference: TreeDifference) -> FileChange {
    FileChange(
      path: GitPath.text(of: difference.path), oldPath: difference.oldPath.map(GitPath.text), status: difference.status,
      isWhole: true)
  }

  /// Throws when contents to compare are missing from this clone. The message lists them,
  /// so that one fetch can bring all.
  private func refuseMissing(_ differences: [TreeDifference]) throws(Diagnostic) {
    let entries = differences.flatMap { [$0.old, $0.new] }.compactMap(\.self).filter { $0.mode != .submodule }
    let missing = entries.map(\.id).filter { !objects.contains($0) }
    if !missing.isEmpty { throw objects.missing.missing(Set(missing).sorted(), "the change") }
  }

  private func change(_ difference: TreeDifference) throws(Diagnostic) -> FileChange {
    var change = FileChange(
      path: GitPath.text(of: difference.path), oldPath: difference.oldPath.map(GitPath.text), status: difference.status)
    if let old = difference.old, let new = difference.new, old.id == new.id, change.status != .typeChanged {
      change.isOfModeAlone = change.status == .modified
      return change
    }
    // What a link or a submodule names is elsewhere.
    let isOfFiles = [difference.old, difference.new].allSatisfy { $0?.mode.isFile ?? true }
    guard isOfFiles || change.status == .typeChanged, let old = try text(difference.old, change.path),
      let new = try text(difference.new, change.path),
      !LineDiff.isBinary(old), !LineDiff.isBinary(new), !hasUnclearLines(new), !isPointer(old), !isPointer(new)
    else {
      change.isWhole = true
      return change
    }
    // When a regular file became a symbolic link or the reverse, all lines count as changed,
    // even when the bytes are equal.
    let lines =
      change.status == .typeChanged
      ? LineDiff(replacing: old, by: new)
      : try LineDiff(from: old, to: new, ignoresIndentation: isFreelyIndented(change.path))
    (change.added, change.removed) = (lines.added, lines.removed)
    (change.removedAfter, change.affected, change.moved) = (lines.removedAfter, lines.affected, lines.moved)
    change.lineCount = lines.lineCount
    return change
  }

  /// The content to compare: empty when there is no file; nil when the content is too large for a line comparison.
  private func text(_ entry: TreeDifference.Entry?, _ path: String) throws(Diagnostic) -> [UInt8]? {
    guard let entry else { return [] }
    // The line that git prints for a submodule.
    if entry.mode == .submodule { return Array("Subproject commit \(entry.id)\n".utf8) }
    guard let header = try objects.header(entry.id), header.size <= LineDiff.sizeLimit else { return nil }
    return try objects.blob(entry.id, at: path, limit: LineDiff.sizeLimit)
  }
}

extension TreeDifference {
  fileprivate var status: FileChange.Status {
    guard let old else { return .added }
    guard let new else { return .deleted }
    if oldPath != nil { return .renamed }
    return old.mode == new.mode || (old.mode.isFile && new.mode.isFile) ? .modified : .typeChanged
  }
}

/// Whether a file's language gives the blanks at the start of a line no meaning, by the end of its name.
func isFreelyIndented(_ path: String) -> Bool {
  guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
  return freelyIndented.contains(String(path[path.utf8.index(after: dot)...]))
}

private let freelyIndented: Set = [
  "c", "cc", "cjs", "cpp", "cs", "css", "cxx", "go", "h", "hcl", "hpp", "java", "js", "json", "jsx", "kt", "kts", "mjs",
  "php", "rs", "scala", "scss", "swift", "tf", "ts", "tsx",
]
