package import Model
package import System

/// A value of a YAML document and its position. Plain scalars stay strings; the decoder of a value decides on its type.
package struct YAMLNode: Sendable {
  package enum Value: Sendable {
    /// A scalar. `isQuoted` is true for every scalar that is not plain, including block scalars; these are always
    /// strings.
    case scalar(String, isQuoted: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLPair])
  }

  package var value: Value
  /// The line on which the value begins, from 1.
  package var line: Int
  /// The column at which the value begins, in Unicode scalars from 1.
  package var column: Int
  /// The line on which the value ends.
  package var endLine: Int
  /// The column after the end of the value.
  package var endColumn: Int
  /// The byte offset of the line on which the value begins.
  let lineOffset: Int
  /// The file that contains the value.
  package let input: Input
}

/// An entry of a mapping. The key is always a scalar.
package struct YAMLPair: Sendable {
  package var name: String
  package var key: YAMLNode
  package var value: YAMLNode
}

extension YAMLNode {
  package var position: SourcePosition { SourcePosition(file: input.name, line: line, column: column) }

  /// A diagnostic that underlines this node, or the rest of its first line if it has several.
  package func diagnostic(
    _ code: DiagnosticCode, _ text: String, severity: Diagnostic.Severity = .error, because: [String] = [],
    help: String? = nil
  ) -> Diagnostic {
    let source = input.text(ofLineAt: lineOffset)
    let width = endLine == line ? endColumn - column : source.unicodeScalars.count + 1 - column
    return Diagnostic(
      code, text, severity: severity, at: position,
      excerpt: .init(line: source, column: column, length: width), because: because, help: help)
  }

  /// A description for messages, with an article: "a list".
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
  /// The text of the line that begins at an offset, without its end, truncated to 4,096 bytes.
  func text(ofLineAt offset: Int) -> String {
    let text = bytes[offset...].prefix { $0 != 10 }
    return String(decoding: (text.last == 13 ? text.dropLast() : text).prefix(4096), as: UTF8.self)
  }
}
