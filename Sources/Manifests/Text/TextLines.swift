import System

/// A line of a text file without its end.
struct TextLine {
  /// From 1.
  let number: Int
  /// The number of spaces at its start.
  let indent: Int
  /// Without the white space at both ends.
  let text: Bytes

  /// Whether it has anything but white space and a comment that begins with `#`.
  var isBlank: Bool { text.isEmpty || text.first == UInt8(ascii: "#") }
}

extension Input {
  /// The lines of the file, without a UTF-8 byte order mark.
  var lines: [TextLine] {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return bytes[start...].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().map {
      TextLine(number: $0 + 1, indent: $1.prefix { $0 == UInt8(ascii: " ") }.count, text: $1.trimmed)
    }
  }
}

/// The number of the line in which a byte of a file is.
struct LineNumbers {
  private let starts: [Int]

  init(of input: Input) {
    var starts = [0]
    for (index, byte) in input.bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(index + 1) }
    self.starts = starts
  }

  func line(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func lines(of bytes: Bytes) -> ClosedRange<Int> {
    let first = line(of: bytes.startIndex)
    return first...max(first, line(of: bytes.endIndex - 1))
  }
}
