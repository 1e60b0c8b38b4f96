import System

/// One entry of an index file, without the status of the file on disk. It is small, because each page of memory that is
/// touched for the first time costs more than the parsing of the entries in it.
struct IndexEntry: Sendable {
  /// Where its path is, in `IndexContent.paths` or in the file.
  fileprivate let path: (start: UInt32, count: UInt32)
  /// Where the id of its object is in the file.
  fileprivate let id: UInt32
  let mode: FileMode
  /// 0, or the side of an unresolved merge conflict.
  let stage: UInt8
  /// Whether the path was added without content, by `git add -N`.
  let isIntentToAdd: Bool
  /// Whether git does not compare the file with the entry: `assume-unchanged`, or `skip-worktree` of a sparse checkout.
  let isNotCompared: Bool
}

/// What an index file has. Paths and ids are read from the file when they are asked for.
struct IndexContent: Sendable {
  private let file: [UInt8]
  /// Whether paths are in `paths`, because the file has them compressed (version 4), or in the file.
  private let isCompressed: Bool
  fileprivate var paths: [UInt8] = []
  var entries: [IndexEntry] = []
  var trees = CachedTrees()

  init(_ file: [UInt8] = [], isCompressed: Bool = false) { (self.file, self.isCompressed) = (file, isCompressed) }

  func path(of entry: IndexEntry) -> ArraySlice<UInt8> {
    let start = Int(entry.path.start)
    return (isCompressed ? paths : file)[start..<start + Int(entry.path.count)]
  }

  func id(of entry: IndexEntry) -> ObjectID { ObjectID(file, at: Int(entry.id)) }

  /// When the file on disk was last written before it was added, in seconds; 0 where it was not added from a file. It lies 32
  /// bytes before the id (gitformat-index, "mtime seconds").
  func modified(_ entry: IndexEntry) -> UInt32 {
    file[(Int(entry.id) - 32)..<(Int(entry.id) - 28)].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Whether two entries are in git's order: by the bytes of their paths, and then by their stages.
  fileprivate func areOrdered(_ one: IndexEntry, _ other: IndexEntry) -> Bool {
    let bytes = isCompressed ? paths : file
    let (start, next) = (Int(one.path.start), Int(other.path.start))
    let common = min(one.path.count, other.path.count)
    for index in 0..<Int(common) where bytes[start + index] != bytes[next + index] {
      return bytes[start + index] < bytes[next + index]
    }
    return one.path.count == other.path.count ? one.stage < other.stage : one.path.count < other.path.count
  }
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
  let isOrdered = content.entries.indices.dropFirst().allSatisfy {
    content.areOrdered(content.entries[$0 - 1], content.entries[$0])
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
    UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])
  }

  mutating func content() throws(IndexFault) -> IndexContent {
    // An entry has at least 62 bytes, so a count that the file cannot hold reserves nothing.
    guard Int(count) <= bytes.count / 62 else { throw .malformed("it is cut off") }
    var content = IndexContent(bytes, isCompressed: version == 4)
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
    let path = try version == 4 ? compressedPath(in: &content) : plainPath()
    guard min(path.count, 0xFFF) == UInt32(flags & 0xFFF) else { throw .malformed("the length of a path is wrong") }
    if version < 4 {
      // One to eight zeros follow, up to a multiple of eight bytes.
      at = start + (at - start) / 8 * 8
      guard at <= end else { throw .malformed("it is cut off") }
    }
    guard let mode else { throw .malformed("an entry is of unknown mode") }
    return IndexEntry(
      path: path, id: UInt32(start + 40), mode: mode, stage: UInt8(flags >> 12 & 3), isIntentToAdd: more & 0x2000 != 0,
      isNotCompared: flags & 0x8000 != 0 || more & 0x4000 != 0)
  }

  /// Where the path of an entry up to version 3 is in the file. It leaves `at` eight bytes after the end of the path, so that
  /// the entry ends at the multiple of eight bytes before that.
  private mutating func plainPath() throws(IndexFault) -> (start: UInt32, count: UInt32) {
    let zero = try endOfPath()
    defer { at = zero + 8 }
    return (UInt32(at), UInt32(zero - at))
  }

  /// Adds the path of an entry of version 4, which names what it has in common with the path before it.
  private mutating func compressedPath(
    in content: inout IndexContent
  ) throws(IndexFault) -> (start: UInt32, count: UInt32) {
    let before = content.entries.last?.path ?? (start: 0, count: 0)
    let dropped = try dropCount()
    guard dropped <= before.count else { throw .malformed("a path is shorter than the part that it drops") }
    let (start, kept, zero) = (content.paths.count, Int(before.count) - dropped, try endOfPath())
    guard start + kept + zero - at <= Self.longestPaths else { throw .malformed("its paths are too long") }
    // Byte by byte: a slice of the paths would make each of them copy all that are before it.
    for index in Int(before.start)..<Int(before.start) + kept { content.paths.append(content.paths[index]) }
    content.paths += bytes[at..<zero]
    at = zero + 1
    return (UInt32(start), UInt32(content.paths.count - start))
  }

  /// No index has more bytes of paths.
  private static let longestPaths = 1 << 31

  /// Where the path that begins here has its zero.
  private func endOfPath() throws(IndexFault) -> Int {
    var zero = at
    while zero < end, bytes[zero] != 0 { zero += 1 }
    guard zero < end else { throw .malformed("a path does not end") }
    return zero
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
