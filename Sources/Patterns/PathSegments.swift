/// A path split at its slashes, for matching many patterns against it.
///
/// Segments are bytes, because paths in git are not always UTF-8 and are compared bytewise.
package struct PathSegments: Sendable {
  package private(set) var bytes: [UInt8]
  /// The range of each segment in `bytes`. An empty path has no segments.
  package private(set) var ranges: [Range<Int>]

  package init(_ path: some Sequence<UInt8>) { self.init(bytes: Array(path)) }

  package init(bytes: [UInt8]) {
    (self.bytes, ranges) = (bytes, [])
    split()
  }

  /// Replaces the path, and keeps the memory for the next one.
  package mutating func set(_ path: ArraySlice<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: path)
    ranges.removeAll(keepingCapacity: true)
    split()
  }

  private mutating func split() {
    ranges.reserveCapacity(8)
    var start = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
      ranges.append(start..<index)
      start = index + 1
    }
    if !bytes.isEmpty { ranges.append(start..<bytes.count) }
  }

  package var count: Int { ranges.count }

  package subscript(segment: Int) -> ArraySlice<UInt8> { bytes[ranges[segment]] }
}
