/// Whether a byte is a carriage return without a line feed. Some tools count it as the end of a line, as Python and JavaScript do,
/// and others do not, as git does.
package func isLoneReturn(at index: Int, of bytes: [UInt8]) -> Bool {
  bytes[index] == UInt8(ascii: "\r") && index + 1 < bytes.count && bytes[index + 1] != UInt8(ascii: "\n")
}

/// Whether a content has carriage returns without line feeds, so that nobody can tell which line a tool means by a number.
package func hasLoneReturn(_ bytes: [UInt8]) -> Bool {
  bytes.indices.contains { isLoneReturn(at: $0, of: bytes) }
}
