package import Model
package import System

/// A value of a YAML document and its place. Plain scalars stay strings: what a word means is decided where it is read.
package struct YAMLNode: Sendable {
  package enum Value: Sendable {
    /// `isQuoted` is true for every scalar that is not plain, block scalars too: such a one is always a string.
    case scalar(String, isQuoted: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLPair])
  }

  package var value: Value
  /// From 1; columns count Unicode scalars. The end is exclusive.
  package var line: Int
  package var column: Int
  package var endLine: Int
  package var endColumn: Int
  /// The text it stands in.
  package let input: Input
}

/// One entry of a mapping; its key is always a scalar.
package struct YAMLPair: Sendable {
  package var name: String
  package var key: YAMLNode
  package var value: YAMLNode
}

extension YAMLNode {
  package var place: SourcePosition { SourcePosition(file: input.name, line: line, column: column) }

  /// A diagnostic that underlines this node, or the rest of its first line when it has more.
  package func diagnostic(
    _ code: DiagnosticCode, _ text: String, severity: Diagnostic.Severity = .error, because: [String] = [], help: String? = nil
  ) -> Diagnostic {
    let source = input.text(ofLine: line)
    let width = endLine == line ? endColumn - column : source.unicodeScalars.count + 1 - column
    return Diagnostic(
      code, text, severity: severity, at: place,
      excerpt: .init(line: source, column: column, length: width), because: because, help: help)
  }

  /// What it is, for a message: `a list`.
  package var description: String {
    switch value {
    case .scalar(let text, let isQuoted):
      isQuoted ? "the text \"\(text.prefix(60))\"" : text.isEmpty ? "nothing" : "`\(text.prefix(60))`"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

extension Input {
  /// A line (from 1) without its end, cut where it is too long to show.
  func text(ofLine line: Int) -> String {
    var rest = bytes[...]
    for _ in 1..<max(1, line) {
      guard let end = rest.firstIndex(of: 10) else { return "" }
      rest = rest[(end + 1)...]
    }
    let text = rest.prefix { $0 != 10 }
    return String(decoding: (text.last == 13 ? text.dropLast() : text).prefix(4096), as: UTF8.self)
  }
}
