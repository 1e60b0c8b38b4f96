/// A value or key of a JSON text in eight bytes: its kind, its offset and its extent.
///
/// A document is a flat list of nodes in the order of the text, called a tape. A member of an object is a key node
/// followed by the nodes of its value. There is no tree, so nothing is recursive and a large report needs a single
/// allocation.
struct JSONNode {
  /// The kind of a node. Strings with escapes have their own kind, so that all others can be compared and copied as
  /// written.
  enum Kind: UInt8 { case object, array, text, escapedText, integer, real, yes, no, null }

  private(set) var bits: UInt64

  /// The maximum offset and length that a node can hold: 2^30 - 1.
  static let longest = 1 << 30 - 1

  @inline(__always)
  init(_ kind: Kind, at offset: Int, extent: Int) {
    bits = UInt64(truncatingIfNeeded: extent) << 34 | UInt64(truncatingIfNeeded: offset) << 4 | UInt64(kind.rawValue)
  }

  /// A copy of this node with another extent.
  @inline(__always)
  func ending(before index: Int) -> JSONNode {
    var node = self
    node.bits = bits & (1 &<< 34 &- 1) | UInt64(truncatingIfNeeded: index) << 34
    return node
  }

  @inline(__always)
  var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: bits & 15)) ?? .null }
  /// The byte offset of the first character. For a string this is the opening quote.
  @inline(__always)
  var offset: Int { Int(truncatingIfNeeded: bits >> 4) & JSONNode.longest }
  /// For a container, the tape index after its last node. For a string, the number of bytes between the quotes.
  /// Otherwise the number of bytes.
  @inline(__always)
  var extent: Int { Int(truncatingIfNeeded: bits >> 34) }
  /// Whether the node is of a kind. Cheaper than a comparison with `kind`.
  @inline(__always)
  func `is`(_ kind: Kind) -> Bool { bits & 15 == UInt64(kind.rawValue) }
  /// Whether the node is a string of `length` bytes without escapes. This is a single comparison, because most keys do
  /// not match.
  @inline(__always)
  func isPlainText(of length: Int) -> Bool {
    bits & ~(UInt64(JSONNode.longest) &<< 4) == JSONNode(.text, at: 0, extent: length).bits
  }
  @inline(__always)
  var isContainer: Bool { bits & 15 <= 1 }
  @inline(__always)
  var isText: Bool { bits & 14 == 2 }

  /// The range of the value as written, for a string between the quotes. Not for containers.
  @inline(__always)
  var range: Range<Int> {
    let start = isText ? offset &+ 1 : offset
    return start..<(start &+ extent)
  }
}

extension Span<JSONNode> {
  /// The index of the node after this one and everything inside it.
  @inline(__always)
  func after(_ index: Int) -> Int { self[index].isContainer ? self[index].extent : index &+ 1 }
}

extension [JSONNode] {
  /// The index of the node after this one and everything inside it.
  @inline(__always)
  func after(_ index: Int) -> Int { self[index].isContainer ? self[index].extent : index &+ 1 }
}
