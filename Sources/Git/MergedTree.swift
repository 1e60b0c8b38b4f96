import Clibgit2
package import Model

/// The files of the target branch as they will be once a change is merged.
///
/// A file that only one side has changed since their common commit is as that side has it. A file that both have changed is
/// merged by lines; where that conflicts, or it is no text, it is as the change has it.
package struct MergedTree: Tree {
  private let target: CommitTree
  private let change: any ObjectTree
  private let common: CommitTree

  package var description: String { change.description }

  package func kind(of path: String) throws(Diagnostic) -> TreeEntry.Kind? { try side(of: path).kind(of: path) }

  package func link(at path: String) throws(Diagnostic) -> [UInt8]? { try side(of: path).link(at: path) }

  package func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8]? {
    guard try isChangedByBoth(path), try common.kind(of: path) == .file, try target.kind(of: path) == .file,
      try change.kind(of: path) == .file, let old = try common.read(path, limit: limit),
      let ours = try target.read(path, limit: limit), let theirs = try change.read(path, limit: limit)
    else { return try side(of: path).read(path, limit: limit) }
    return try Library.merged(old, ours, theirs) ?? theirs
  }

  package func list(_ folder: String) throws(Diagnostic) -> [TreeEntry] {
    // Like any tree, it refuses to list what is a file, a link or a submodule.
    if !folder.isEmpty, let kind = try kind(of: folder), kind != .folder { return try side(of: folder).list(folder) }
    var entries: [TreeEntry] = []
    for tree in [target, change] as [any Tree] where try tree.kind(of: folder) == .folder || folder.isEmpty {
      for entry in try tree.list(folder) where !entries.contains(where: { $0.path.isSame(as: entry.path) }) {
        guard let kind = try kind(of: entry.path) else { continue }
        entries.append(TreeEntry(path: entry.path, kind: kind, size: entry.size))
      }
    }
    return entries.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The tree whose entry at the path the merge takes.
  private func side(of path: String) throws(Diagnostic) -> any ObjectTree {
    try change.entryID(at: path) == common.entryID(at: path) ? target : change
  }

  private func isChangedByBoth(_ path: String) throws(Diagnostic) -> Bool {
    let (old, ours, theirs) = (try common.entryID(at: path), try target.entryID(at: path), try change.entryID(at: path))
    return old != ours && old != theirs && ours != theirs
  }
}

extension MergedTree {
  fileprivate init(_ target: CommitTree, _ change: any ObjectTree, common: CommitTree) {
    (self.target, self.change, self.common) = (target, change, common)
  }
}

extension Repository {
  /// The files of the branch with the tip `target` once a change is merged that began at the commit `common`.
  ///
  /// - Parameter change: The files of the head or of the index.
  package func mergedTree(
    of target: CommitID, and change: any Tree, since common: CommitID
  ) throws(Diagnostic) -> any Tree {
    guard let change = change as? any ObjectTree else { return change }
    return MergedTree(try tree(at: target), change, common: try tree(at: common))
  }
}

extension Library {
  /// The texts `ours` and `theirs` merged by lines; nil where they conflict or one of them is no text.
  fileprivate static func merged(_ old: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]) throws(Diagnostic) -> [UInt8]? {
    if [old, ours, theirs].contains(where: LineDiff.isBinary) { return nil }
    try start()
    var result = unsafe git_merge_file_result()
    defer { unsafe git_merge_file_result_free(&result) }
    let code = unsafe withInput(old) { old in
      unsafe withInput(ours) { ours in
        unsafe withInput(theirs) { theirs in unsafe git_merge_file(&result, old, ours, theirs, nil) }
      }
    }
    try check(code, "merge two versions of a file")
    guard unsafe result.automergeable == 1 else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: result.ptr, count: result.len))
  }

  private static func withInput(
    _ bytes: [UInt8], _ body: (UnsafePointer<git_merge_file_input>) -> Int32
  ) -> Int32 {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      var input = unsafe git_merge_file_input()
      unsafe input.version = UInt32(GIT_MERGE_FILE_INPUT_VERSION)
      unsafe input.ptr = UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
      unsafe input.size = buffer.count
      return unsafe body(&input)
    }
  }
}
