import System

/// One entry of an index file, without the status of the file on disk.
struct IndexEntry: Sendable {
  /// The position of its path in `IndexContent.paths`.
  let path: Range<Int>
  let mode: FileMode
  let id: ObjectID
  /// 0, or the side of an unresolved merge conflict.
  let stage: UInt16
  /// Whether the path was added without content, by `git add -N`.
  let isIntentToAdd: Bool
}

/// What an index file has. Its paths are kept in one array, because an array for each of 100,000 paths takes longer to make
/// than all the rest.
struct IndexContent: Sendable {
  var paths: [UInt8] = []
  var entries: [IndexEntry] = []
  var trees = CachedTrees()

  func path(of entry: IndexEntry) -> ArraySlice<UInt8> { paths[entry.path] }
}

/// Why an index file cannot be used.
enum IndexFault: Error, Equatable {
  /// Its entries are shared with a second file (`link`), or stand for whole folders (`sdir`).
  case split, sparse
  case malformed(String)
}

/// Parses an index file of version 2, 3 or 4 (gitformat-index).
///
/// It is not read by libgit2 1.5, which refuses a file without a checksum: git writes zeros in its place where
/// `index.skipHash` is set (git-config). Any other checksum must be right.
func indexContent(of bytes: [UInt8]) throws(IndexFault) -> IndexContent {
  var reader = try IndexReader(bytes)
  var content = try reader.content()
  content.trees = try reader.extensions()
  guard content.entries.allSatisfy({ $0.mode != .tree }) else { throw .malformed("an entry is a folder") }
  let isOrdered = zip(content.entries, content.entries.dropFirst()).allSatisfy { one, other in
    let (before, after) = (content.path(of: one), content.path(of: other))
    return before.lexicographicallyPrecedes(after) || before == after && one.stage < other.stage
  }
  guard isOrdered else { throw .malformed("its entries are not in order") }
  return content
}

private struct IndexReader {
  private let bytes: [UInt8]
  /// Where the checksum begins.
  private let end: Int
  private let version: UInt32
  private let count: UInt32
  private var at = 12

  init(_ bytes: [UInt8]) throws(IndexFault) {
    guard bytes.count >= 32, bytes.starts(with: "DIRC".utf8) else { throw .malformed("it does not begin with DIRC") }
    self.bytes = bytes
    end = bytes.count - 20
    (version, count) = (Self.number(bytes, 4), Self.number(bytes, 8))
    guard (2...4).contains(version) else { throw .malformed("it has version \(version); 2 to 4 are known") }
    let checksum = bytes[end...]
    guard checksum.allSatisfy({ $0 == 0 }) || checksum.elementsEqual(sha1(bytes.span.extracting(..<end))) else {
      throw .malformed("its checksum is wrong")
    }
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    bytes[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func content() throws(IndexFault) -> IndexContent {
    // An entry has at least 62 bytes, so a count that the file cannot hold reserves nothing.
    guard Int(count) <= bytes.count / 62 else { throw .malformed("it is cut off") }
    var content = IndexContent()
    content.entries.reserveCapacity(Int(count))
    for _ in 0..<count {
      let entry = try entry(in: &content)
      content.entries.append(entry)
    }
    return content
  }

  private mutating func entry(in content: inout IndexContent) throws(IndexFault) -> IndexEntry {
    let start = at
    guard start + 62 <= end else { throw .malformed("it is cut off") }
    let mode = FileMode(Self.number(bytes, start + 24))
    let flags = UInt16(bytes[start + 60]) << 8 | UInt16(bytes[start + 61])
    at = start + 62
    var more: UInt16 = 0
    if flags & 0x4000 != 0 {
      guard version >= 3, at + 2 <= end else { throw .malformed("an entry has flags that its version does not have") }
      more = UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1])
      at += 2
    }
    let path = try path(after: content.entries.last?.path ?? 0..<0, &content.paths)
    guard min(path.count, 0xFFF) == Int(flags & 0xFFF) else { throw .malformed("the length of a path is wrong") }
    if version < 4 {
      // One to eight zeros follow, up to a multiple of eight bytes.
      at = start + (at - start) / 8 * 8
      guard at <= end else { throw .malformed("it is cut off") }
    }
    guard let mode, let id = ObjectID(bytes: bytes[(start + 40)..<(start + 60)]) else {
      throw .malformed("an entry is of unknown mode")
    }
    return IndexEntry(
      path: path, mode: mode, id: id, stage: flags >> 12 & 3, isIntentToAdd: more & 0x2000 != 0)
  }

  /// The path of an entry, which ends in a zero. Up to version 3 it leaves `at` eight bytes after the end of the path,
  /// so that the entry ends at the multiple of eight bytes before that; in version 4 after the zero.
  private mutating func path(after before: Range<Int>, _ paths: inout [UInt8]) throws(IndexFault) -> Range<Int> {
    let start = paths.count
    if version == 4 {
      let dropped = try dropCount()
      guard dropped <= before.count else { throw .malformed("a path is shorter than the part that it drops") }
      paths += Array(paths[before].dropLast(dropped))
    }
    guard let zero = bytes[at..<end].firstIndex(of: 0) else { throw .malformed("a path does not end") }
    paths += bytes[at..<zero]
    at = version == 4 ? zero + 1 : zero + 8
    return start..<paths.count
  }

  /// The number of bytes that a path of version 4 drops from the end of the path before it, as a variable-width integer
  /// (gitformat-pack, "offset encoding").
  private mutating func dropCount() throws(IndexFault) -> Int {
    var value = 0
    for turn in 0..<5 {
      guard at < end else { throw .malformed("it is cut off") }
      let byte = bytes[at]
      at += 1
      value = (turn == 0 ? 0 : value + 1) << 7 | Int(byte & 127)
      if byte & 128 == 0 { return value }
    }
    throw .malformed("a path is too long")
  }

  /// Reads the cached trees. Throws for an extension that must be understood, whose name does not begin with an upper-case
  /// letter.
  mutating func extensions() throws(IndexFault) -> CachedTrees {
    var trees = CachedTrees()
    while at < end {
      guard at + 8 <= end else { throw .malformed("an extension is cut off") }
      let name = String(decoding: bytes[at..<at + 4], as: UTF8.self)
      if name == "link" { throw .split }
      if name == "sdir" { throw .sparse }
      guard (65...90).contains(bytes[at]) else { throw .malformed("it needs the extension \(name)") }
      let next = at + 8 + Int(Self.number(bytes, at + 4))
      if name == "TREE", next <= end { trees = CachedTrees(bytes[(at + 8)..<next]) ?? CachedTrees() }
      at = next
    }
    guard at == end else { throw .malformed("an extension is cut off") }
    return trees
  }
}
