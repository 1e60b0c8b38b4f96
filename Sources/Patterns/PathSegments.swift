/// A path cut at its slashes once, so that many patterns can look at it.
///
/// Bytes, for git's paths need not be UTF-8 and are compared byte by byte.
package struct PathSegments: Sendable {
  package let bytes: [UInt8]
  /// Where each segment lies in `bytes`. The empty path has none.
  package let ranges: [Range<Int>]

  package init(_ path: some Sequence<UInt8>) { self.init(bytes: Array(path)) }

  package init(bytes: [UInt8]) {
    self.bytes = bytes
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(8)
    var start = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
      ranges.append(start..<index)
      start = index + 1
    }
    if !bytes.isEmpty { ranges.append(start..<bytes.count) }
    self.ranges = ranges
  }

  package var count: Int { ranges.count }

  package subscript(segment: Int) -> ArraySlice<UInt8> { bytes[ranges[segment]] }
}
