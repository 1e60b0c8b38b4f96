/// One value or key of a JSON text in eight bytes: what it is, where it begins, and how far it goes.
///
/// A document is a flat list of these in the order of the text (a *tape*); an object's members are a key node and then the
/// value's nodes. No tree is built, so nothing recurses and a huge report costs one allocation.
struct JSONNode {
  /// What a node is. Text with escapes is told apart so that all other text is compared and copied as it stands.
  enum Kind: UInt8 { case object, array, text, escapedText, integer, real, yes, no, null }

  private(set) var bits: UInt64

  /// A text of 2^30 bytes or more does not fit a node.
  static let longest = 1 << 30 - 1

  @inline(__always)
  init(_ kind: Kind, at offset: Int, extent: Int) {
    bits = UInt64(truncatingIfNeeded: extent) << 34 | UInt64(truncatingIfNeeded: offset) << 4 | UInt64(kind.rawValue)
  }

  /// The same node with another extent.
  @inline(__always)
  func ending(before index: Int) -> JSONNode {
    var node = self
    node.bits = bits & (1 &<< 34 &- 1) | UInt64(truncatingIfNeeded: index) << 34
    return node
  }

  @inline(__always)
  var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: bits & 15)) ?? .null }
  /// Byte offset of the first character, the opening quote of a text included.
  @inline(__always)
  var offset: Int { Int(truncatingIfNeeded: bits >> 4) & JSONNode.longest }
  /// Of a container: the tape index after its last node. Of a text: its bytes between the quotes. Else its bytes.
  @inline(__always)
  var extent: Int { Int(truncatingIfNeeded: bits >> 34) }
  /// Cheaper than to ask for the kind and compare.
  @inline(__always)
  func `is`(_ kind: Kind) -> Bool { bits & 15 == UInt64(kind.rawValue) }
  /// Whether it is a text of so many bytes, without escapes: one comparison, for most keys are not the one that is sought.
  @inline(__always)
  func isPlainText(of length: Int) -> Bool {
    bits & ~(UInt64(JSONNode.longest) &<< 4) == JSONNode(.text, at: 0, extent: length).bits
  }
  @inline(__always)
  var isContainer: Bool { bits & 15 <= 1 }
  @inline(__always)
  var isText: Bool { bits & 14 == 2 }

  /// The bytes of the value as written; of a text, those between the quotes. Not for containers.
  @inline(__always)
  var range: Range<Int> {
    let start = isText ? offset &+ 1 : offset
    return start..<(start &+ extent)
  }
}

extension Span<JSONNode> {
  /// The node after this one and everything inside it.
  @inline(__always)
  func after(_ index: Int) -> Int { self[index].isContainer ? self[index].extent : index &+ 1 }
}

extension [JSONNode] {
  /// The node after this one and everything inside it.
  @inline(__always)
  func after(_ index: Int) -> Int { self[index].isContainer ? self[index].extent : index &+ 1 }
}
