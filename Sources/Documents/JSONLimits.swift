/// The limits on the size and depth of a JSON text.
package struct JSONLimits: Sendable {
  /// The maximum number of bytes, at most 2^30 - 1.
  package var bytes: Int
  /// The maximum nesting depth of objects and arrays.
  package var depth: Int

  package init(bytes: Int = 512 << 20, depth: Int = 512) { (self.bytes, self.depth) = (bytes, depth) }

  package static let standard = JSONLimits()
}
