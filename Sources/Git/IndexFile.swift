import Model
import System

/// The entries of git's index file, ordered by the bytes of their paths.
struct IndexFile: Sendable {
  struct Item: Equatable {
    let path: [UInt8]
    let entry: TreeDifference.Entry
  }

  private let entries: [IndexEntry]

  /// Reads an index. A missing file is an empty index.
  init(_ file: String) throws(Diagnostic) {
    guard let status = FileSystem.status(of: file) else {
      entries = []
      return
    }
    guard status.kind == .file, status.size <= 1 << 30 else {
      throw Diagnostic(.repositoryUnreadable, "the index \(file) is not a regular file of at most 1 GiB")
    }
    let bytes = try FileSystem.read(file, limit: 1 << 30) ?? []
    do throws(IndexFault) { entries = try indexEntries(in: bytes) } catch { throw error.diagnostic(of: file) }
  }

  /// The staged entries. Paths added with `git add -N` are not staged and are left out. Throws for a merge conflict.
  func staged() throws(Diagnostic) -> [Item] {
    var items: [Item] = []
    for entry in entries {
      guard entry.stage == 0 else {
        throw Diagnostic(
          .indexConflict, "\(GitPath.text(of: entry.path)) has an unresolved merge conflict",
          help: "resolve it, then `git add` it")
      }
      if entry.isIntentToAdd { continue }
      items.append(Item(path: entry.path, entry: TreeDifference.Entry(mode: entry.mode, id: entry.id)))
    }
    return items
  }

  /// How the index tracks a path, staged or not; nil when it does not.
  func mode(of path: [UInt8]) -> FileMode? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].path.lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].path == path ? entries[low].mode : nil
  }
}

extension IndexFault {
  fileprivate func diagnostic(of file: String) -> Diagnostic {
    switch self {
    case .split:
      Diagnostic(
        .indexSplit, "the index is split in two files, which is not supported yet",
        help: "run `git update-index --no-split-index`")
    case .sparse:
      Diagnostic(
        .indexSparse, "the index is sparse, which is not supported yet",
        help: "run `git sparse-checkout reapply --no-sparse-index`")
    case .malformed(let reason):
      Diagnostic(
        .repositoryUnreadable, "the index \(file) cannot be read", because: [reason],
        help: "`git fsck` and `git status` say more")
    }
  }
}
