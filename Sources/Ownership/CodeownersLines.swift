import Model
import System

/// The lines of a CODEOWNERS file, one after the other, and the complaints about them.
struct CodeownersLines {
  private let input: Input
  private var next = 0
  /// The line in hand, from 1.
  private(set) var number = 0
  /// The bytes of the line in hand, without its end.
  private var line = 0..<0
  private(set) var diagnostics: [Diagnostic] = []

  init(of input: Input) {
    self.input = input
    // Editors put a byte order mark before the first pattern; git and its hosts do not count it as part of the name.
    if input.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
  }

  /// Steps to the next line; nil after the last.
  mutating func step() -> ArraySlice<UInt8>? {
    guard next < input.bytes.count else { return nil }
    let rest = input.bytes[next...]
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    line = next..<end
    if input.bytes[line].last == UInt8(ascii: "\r") { line = next..<(end - 1) }
    (next, number) = (end + 1, number + 1)
    return input.bytes[line]
  }

  /// Complains about some bytes of the line in hand. A warning: what the file says is settled, its author should know.
  mutating func report(_ code: DiagnosticCode, _ text: String, about bytes: Range<Int>, help: String? = nil) {
    guard diagnostics.count < Self.limit else { return reportMore() }
    // Not `input.position(of:)`, which counts from the start of the file each time.
    let column = scalars(line.lowerBound..<bytes.lowerBound) + 1
    let source = String(decoding: input.bytes[line].prefix(Self.excerpt), as: UTF8.self)
    diagnostics.append(
      Diagnostic(
        code, text, severity: .warning, at: SourcePosition(file: input.name, line: number, column: column),
        excerpt: .init(line: source, column: column, length: scalars(bytes)), help: help))
  }

  private mutating func reportMore() {
    guard diagnostics.count == Self.limit else { return }
    diagnostics.append(
      Diagnostic(
        .codeownersInvalidPattern, "more lines of this file are not valid; the first \(Self.limit) are named",
        severity: .warning, at: SourcePosition(file: input.name, line: number), help: "is this a CODEOWNERS file?"))
  }

  private func scalars(_ bytes: Range<Int>) -> Int { input.bytes[bytes].count { $0 & 0xC0 != 0x80 } }

  /// So many are named one by one: a file of another kind can have half a million lines.
  private static let limit = 1000
  /// Bytes of a line that are shown.
  private static let excerpt = 4096
}
