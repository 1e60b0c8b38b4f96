import Clibgit2
import Glibc
import Model

/// The entries of git's index file (gitformat-index), ordered by the bytes of their paths.
struct IndexFile {
  struct Item: Equatable {
    let path: [UInt8]
    let entry: TreeDifference.Entry
  }

  let items: [Item]

  /// Reads an index. A missing file is an empty index. Paths added with `git add -N` are not staged and are left out.
  init(_ file: String) throws(Diagnostic) {
    try Library.start()
    guard let status = FileSystem.status(of: file) else {
      items = []
      return
    }
    guard status.kind == .file, status.size <= 1 << 30 else {
      throw Diagnostic(.repositoryUnreadable, "the index \(file) is not a regular file of at most 1 GiB")
    }
    var index: OpaquePointer?
    let code = unsafe git_index_open(&index, file)
    if code < 0 { throw Self.unreadable(file) }
    defer { unsafe git_index_free(index) }
    var items: [Item] = []
    for position in 0..<(unsafe git_index_entrycount(index)) {
      guard let entry = unsafe git_index_get_byindex(index, position) else { continue }
      if let item = try unsafe Self.item(entry.pointee) { items.append(item) }
    }
    self.items = items
  }

  private static func item(_ entry: git_index_entry) throws(Diagnostic) -> Item? {
    let bytes = unsafe Array(UnsafeRawBufferPointer(start: entry.path, count: strlen(entry.path)))
    let name = GitPath.text(of: bytes)
    let stage = unsafe entry.flags >> 12 & 3
    if stage != 0 {
      throw Diagnostic(
        .indexConflict, "\(name) has an unresolved merge conflict", help: "resolve it, then `git add` it")
    }
    if unsafe entry.flags_extended & UInt16(GIT_INDEX_ENTRY_INTENT_TO_ADD.rawValue) != 0 { return nil }
    guard let mode = FileMode(unsafe entry.mode), mode != .tree, let id = ObjectID(unsafe entry.id) else {
      throw Diagnostic(.repositoryUnreadable, "the index has an entry of unknown mode at \(name)")
    }
    return Item(path: bytes, entry: TreeDifference.Entry(mode: mode, id: id))
  }

  /// The error for an index that libgit2 1.5 cannot read. It rejects the mandatory extensions of split and sparse
  /// indexes by name (gitformat-index).
  private static func unreadable(_ file: String) -> Diagnostic {
    let reason = Library.lastError
    if reason.contains("'link'") {
      return Diagnostic(
        .indexSplit, "the index is split in two files, which is not supported yet", because: ["libgit2: \(reason)"],
        help: "run `git update-index --no-split-index`")
    }
    if reason.contains("'sdir'") {
      return Diagnostic(
        .indexSparse, "the index is sparse, which is not supported yet", because: ["libgit2: \(reason)"],
        help: "run `git sparse-checkout reapply --no-sparse-index`")
    }
    return Diagnostic(
      .repositoryUnreadable, "the index \(file) cannot be read", because: ["libgit2: \(reason)"],
      help: "`git fsck` and `git status` say more")
  }
}
