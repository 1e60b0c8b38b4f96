import Console
import Model

/// One form of the answer: a decision in, text out. Each is one file in `Reporters/` and one line in `Reporter.all`.
package struct Reporter: Sendable {
  /// What `--format` takes.
  package let name: String
  /// Who reads it, for `--help`.
  package let summary: String
  package let render: @Sendable (Decision, Canvas) -> String

  package init(name: String, summary: String, render: @escaping @Sendable (Decision, Canvas) -> String) {
    (self.name, self.summary, self.render) = (name, summary, render)
  }
}

/// What a reporter needs to know of where its text goes.
package struct Canvas: Sendable {
  /// Columns, at least 40.
  package var width: Int
  package var style: Style
  /// Of Gatehouse, for formats that name their producer.
  package var version: String

  package init(width: Int = 100, style: Style = .plain, version: String) {
    (self.width, self.style, self.version) = (max(40, width), style, version)
  }
}

extension Reporter {
  /// Every form, by name. A reporter that is not listed here does not exist.
  package static let all: [Reporter] = [.text, .json, .sarif, .sarifFull, .markdown, .github]

  package static func named(_ name: String) -> Reporter? { all.first { $0.name == name } }
}
