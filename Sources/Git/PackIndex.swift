import Model

/// Checks the index of a pack before libgit2 maps it (gitformat-pack, "pack-*.idx files").
///
/// libgit2 1.5 trusts the offsets in it, and reads outside of its map for one that lies beyond the pack. The check takes
/// time in proportion to the number of objects, 4 bytes of each, and looks at no other part.
struct PackIndex {
  private let file: String
  private let size: Int
  /// The first byte after the objects of the pack: its checksum begins there.
  private let end: Int
  private let isFirstVersion: Bool
  /// The number of objects.
  private let count: Int

  /// The files of a folder `objects/pack` that are an index beside its pack, checked, in the order of their names.
  static func files(in folder: String) throws(Diagnostic) -> [String] {
    guard FileSystem.status(of: folder)?.kind == .folder else { return [] }
    var files: [String] = []
    for name in try FileSystem.names(in: folder) {
      guard name.suffix(4).elementsEqual(".idx".utf8), let text = String(validating: name, as: UTF8.self) else {
        continue
      }
      let index = folder + "/" + text
      let pack = FileSystem.status(of: String(index.dropLast(4)) + ".pack")
      // Git ignores an index without its pack, too.
      guard let pack, pack.kind == .file else { continue }
      try PackIndex(index, packSize: pack.size).check()
      files.append(index)
    }
    return files
  }

  /// Reads the beginning of an index. Throws when its size cannot be right.
  init(_ file: String, packSize: Int) throws(Diagnostic) {
    (self.file, size, end) = (file, FileSystem.status(of: file)?.size ?? 0, packSize - Self.checksumSize)
    let head = try FileSystem.read(file, from: 0, count: 8 + Self.fanOutSize)
    guard head.count == 8 + Self.fanOutSize else { throw Self.damaged(file, "it is cut off") }
    isFirstVersion = !head.starts(with: [0xFF, 0x74, 0x4F, 0x63])
    guard isFirstVersion || Self.number(head, 4) == 2 else { throw Self.damaged(file, "it is of an unknown version") }
    let fanOut = stride(from: isFirstVersion ? 0 : 8, to: Self.fanOutSize + (isFirstVersion ? 0 : 8), by: 4)
      .map { Int(Self.number(head, $0)) }
    guard zip(fanOut, fanOut.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw Self.damaged(file, "its numbers of objects are not in order")
    }
    count = fanOut[255]
  }

  /// Throws when an offset of an object does not lie in the pack.
  func check() throws(Diagnostic) {
    if isFirstVersion {
      guard size == Self.fanOutSize + 24 * count + 2 * Self.checksumSize else { throw wrongSize }
      return try forEach(count, of: 24, from: Self.fanOutSize) { bytes, at in isInside(Int(Self.number(bytes, at))) }
    }
    let offsets = 8 + Self.fanOutSize + 24 * count
    let large = offsets + 4 * count
    let rest = size - large - 2 * Self.checksumSize
    // The first object of a pack is never that far from its beginning.
    guard rest >= 0, rest % 8 == 0, rest / 8 <= max(0, count - 1) else { throw wrongSize }
    try forEach(count, of: 4, from: offsets) { bytes, at in
      let offset = Int(Self.number(bytes, at))
      // The highest bit says that the others are the position of an offset of eight bytes.
      return offset < 1 << 31 ? isInside(offset) : offset - 1 << 31 < rest / 8
    }
    try forEach(rest / 8, of: 8, from: large) { bytes, at in
      let high = Self.number(bytes, at)
      return high < 1 << 31 && isInside(Int(high) << 32 | Int(Self.number(bytes, at + 4)))
    }
  }

  /// The header of a pack has 12 bytes.
  private func isInside(_ offset: Int) -> Bool { offset >= 12 && offset < end }

  /// Calls a function for each element of a table, with bytes of the file and the position of the element in them.
  private func forEach(
    _ count: Int, of width: Int, from start: Int, _ isRight: ([UInt8], Int) -> Bool
  ) throws(Diagnostic) {
    let elementsAtOnce = Self.bytesAtOnce / width
    for first in stride(from: 0, to: count, by: elementsAtOnce) {
      let length = min(elementsAtOnce, count - first) * width
      let bytes = try FileSystem.read(file, from: start + first * width, count: length)
      guard bytes.count == length else { throw wrongSize }
      for at in stride(from: 0, to: length, by: width) where !isRight(bytes, at) {
        throw Self.damaged(file, "the offset of an object lies outside of the pack")
      }
    }
  }

  private static let fanOutSize = 4 * 256
  private static let checksumSize = 20
  private static let bytesAtOnce = 24 << 17

  private static func number(_ bytes: [UInt8], _ at: Int) -> UInt32 {
    UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])
  }

  private var wrongSize: Diagnostic { Self.damaged(file, "its size is wrong for the number of its objects") }

  private static func damaged(_ file: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      .repositoryUnreadable, "the pack index \(file) is damaged", because: [reason],
      help: "`git fsck` says more; `git index-pack` makes it again, and a fresh clone repairs it")
  }
}
