import Model
import System

/// Iterates over the lines of a CODEOWNERS file and collects the diagnostics about them.
struct CodeownersLines {
  private let input: Input
  private var next = 0
  /// The number of the current line, from 1.
  private(set) var number = 0
  /// The range of the current line, without the line end.
  private var line = 0..<0
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameter skipsByteOrderMark: Whether the mark that some editors write is no part of the first pattern. To GitLab and
  ///   Gitea it is.
  init(of input: Input, skipsByteOrderMark: Bool) {
    self.input = input
    if skipsByteOrderMark, input.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
  }

  /// Advances to the next line and returns its bytes; nil after the last line.
  mutating func step() -> ArraySlice<UInt8>? {
    guard next < input.bytes.count else { return nil }
    let rest = input.bytes[next...]
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    line = next..<end
    if input.bytes[line].last == UInt8(ascii: "\r") { line = next..<(end - 1) }
    (next, number) = (end + 1, number + 1)
    return input.bytes[line]
  }

  /// Adds a diagnostic that points at bytes of the current line. It is a warning where the meaning of the file is defined.
  mutating func report(
    _ code: DiagnosticCode, _ text: String, _ severity: Diagnostic.Severity = .warning, about bytes: Range<Int>,
    help: String? = nil
  ) {
    guard diagnostics.count < Self.limit else { return reportMore() }
    // `input.position(of:)` would count lines from the start of the file each time.
    let column = scalars(line.lowerBound..<bytes.lowerBound) + 1
    let source = String(decoding: input.bytes[line].prefix(Self.excerpt), as: UTF8.self)
    diagnostics.append(
      Diagnostic(
        code, text, severity: severity, at: SourcePosition(file: input.name, line: number, column: column),
        excerpt: .init(line: source, column: column, length: scalars(bytes)), help: help))
  }

  private mutating func reportMore() {
    guard diagnostics.count == Self.limit else { return }
    diagnostics.append(
      Diagnostic(
        .codeownersInvalidPattern, "this file has more invalid lines; only the first \(Self.limit) are listed",
        severity: .warning, at: SourcePosition(file: input.name, line: number), help: "is this a CODEOWNERS file?"))
  }

  private func scalars(_ bytes: Range<Int>) -> Int { input.bytes[bytes].count { $0 & 0xC0 != 0x80 } }

  /// The maximum number of warnings. A file of another kind can have half a million lines.
  private static let limit = 1000
  /// The maximum number of bytes of a line that are shown.
  private static let excerpt = 4096
}
