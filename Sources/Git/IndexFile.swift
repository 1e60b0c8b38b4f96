import Model
import System

/// The entries of git's index file, ordered by the bytes of their paths.
struct IndexFile: Sendable {
  private let content: IndexContent

  /// Reads an index. A missing file is an empty index.
  init(_ file: String) throws(Diagnostic) {
    guard let status = FileSystem.status(of: file) else {
      content = IndexContent()
      return
    }
    guard status.kind == .file, status.size <= 1 << 30 else {
      throw Diagnostic(.repositoryUnreadable, "the index \(file) is not a regular file of at most 1 GiB")
    }
    let bytes = try FileSystem.read(file, limit: 1 << 30) ?? []
    do throws(IndexFault) { content = try indexContent(of: bytes) } catch { throw error.diagnostic(of: file) }
  }

  private init(_ content: IndexContent) { self.content = content }

  /// The index without paths that were added with `git add -N`, which are not staged. Throws for a merge conflict.
  func staged() throws(Diagnostic) -> IndexFile {
    if let conflict = content.entries.first(where: { $0.stage != 0 }) {
      throw Diagnostic(
        .indexConflict, "\(GitPath.text(of: content.path(of: conflict))) has an unresolved merge conflict",
        help: "resolve it, then `git add` it")
    }
    guard content.entries.contains(where: \.isIntentToAdd) else { return self }
    var staged = content
    staged.entries.removeAll(where: \.isIntentToAdd)
    return IndexFile(staged)
  }

  /// The first path that git does not compare with the work tree; nil when there is none.
  var firstUncomparedPath: String? {
    content.entries.first(where: \.isNotCompared).map { GitPath.text(of: content.path(of: $0)) }
  }

  /// How the index tracks a path, staged or not; nil when it does not.
  func mode(of path: [UInt8]) -> FileMode? {
    item(at: path)?.mode
  }
}

extension IndexFile {
  var count: Int { content.entries.count }
  var trees: CachedTrees { content.trees }

  func path(_ index: Int) -> ArraySlice<UInt8> { content.path(of: content.entries[index]) }

  func entry(_ index: Int) -> TreeDifference.Entry {
    TreeDifference.Entry(mode: content.entries[index].mode, id: content.id(of: content.entries[index]))
  }

  func item(at path: some Collection<UInt8>) -> TreeDifference.Entry? {
    let index = firstIndex(notBefore: path)
    return index < count && self.path(index).elementsEqual(path) ? entry(index) : nil
  }

  /// When the file at a path was last written before it was added, in seconds; nil if that is not known.
  func modified(at path: [UInt8]) -> UInt32? {
    let index = firstIndex(notBefore: path)
    guard index < count, self.path(index).elementsEqual(path) else { return nil }
    let seconds = content.modified(content.entries[index])
    return seconds == 0 ? nil : seconds
  }

  func firstIndex(notBefore path: some Collection<UInt8>, in range: Range<Int>? = nil) -> Int {
    var (low, high) = (range?.lowerBound ?? 0, range?.upperBound ?? count)
    while low < high {
      let middle = (low + high) / 2
      if self.path(middle).lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low
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
