package import Model

/// A tree whose entries are git objects.
protocol ObjectTree: Tree {
  /// The id of the entry at a path; nil when there is none, or when a part of the path is no folder.
  func entryID(at path: String) throws(Diagnostic) -> ObjectID?
}

extension Repository {
  /// Maps the lines of a file of the head to the lines of a commit of the base branch.
  ///
  /// White space at the ends of lines is ignored, as in `changes(from:to:)`: a change of line ends does not make a line
  /// new.
  ///
  /// - Parameters:
  ///   - path: The path in `head`.
  ///   - oldPath: The path in `tip`.
  /// - Returns: Nil when either has no such entry, or when they differ and either is no text file that is small enough to
  ///   compare.
  package func lineMap(
    of path: String, in head: any Tree, from oldPath: String, in tip: CommitTree
  ) throws(Diagnostic) -> LineMap? {
    guard let head = head as? any ObjectTree, let new = try head.entryID(at: path),
      let old = try tip.entryID(at: oldPath)
    else { return nil }
    if new == old { return LineMap(nil) }
    guard let before = text(old), let after = text(new) else { return nil }
    let lines = try LineDiff(from: before, to: after, ignoresIndentation: isFreelyIndented(path))
    return LineMap(
      FileChange(
        path: path, status: .modified, added: lines.added, removed: lines.removed, lineCount: lines.lineCount))
  }

  private func text(_ id: ObjectID) -> [UInt8]? {
    content(ofFile: id).flatMap { LineDiff.isBinary($0) ? nil : $0 }
  }
}
