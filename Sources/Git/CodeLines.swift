/// The lines of a content, found when they are asked for.
struct CodeLines {
  private let bytes: [UInt8]
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// A line without the blanks and closing braces at its start and the blanks at its end.
  func text(of line: Int) -> ArraySlice<UInt8>? {
    guard line >= 1, line <= starts.count else { return nil }
    let text = bytes[starts[line - 1]..<(line < starts.count ? starts[line] - 1 : bytes.count)]
    var code = text.drop { $0 <= 0x20 || $0 == UInt8(ascii: "}") }
    while let last = code.last, last <= 0x20 { code.removeLast() }
    return code
  }
}
