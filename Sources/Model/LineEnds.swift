/// Whether a line ends at a byte for some tools and not for others, such as git: a carriage return without a line feed, or the
/// first byte of U+0085, U+2028 or U+2029 in UTF-8.
///
/// Python and JavaScript end a line at a carriage return. ECMAScript (2025, section 12.3) and C# do so at U+2028 and U+2029, and C# at
/// U+0085 as well.
package func isUnclearLineEnd(at index: Int, of bytes: [UInt8]) -> Bool {
  switch bytes[index] {
  case UInt8(ascii: "\r"): index + 1 < bytes.count && bytes[index + 1] != UInt8(ascii: "\n")
  case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85
  case 0xE2:
    index + 2 < bytes.count && bytes[index + 1] == 0x80 && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
  default: false
  }
}

/// Whether tools number the lines of a content in different ways, so that nobody can tell which line is meant by a number.
package func hasUnclearLines(_ bytes: [UInt8]) -> Bool {
  bytes.indices.contains { isUnclearLineEnd(at: $0, of: bytes) }
}

/// Whether a content is a pointer of Git LFS (specification version 1), in whose place a checkout has the file itself: the lines
/// that tools see are not in git.
package func isPointer(_ bytes: [UInt8]) -> Bool { bytes.count < 1024 && bytes.starts(with: pointerBegins) }

private let pointerBegins = Array("version https://git-lfs.github.com/spec/".utf8)
