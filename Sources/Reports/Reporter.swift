import Console
import Model
import System

/// One output format: writes a decision into a sink. Each is one file in `Reporters/` and one line in `Reporter.all`.
package struct Reporter: Sendable {
  /// Who reads the output, which decides how it is made harmless on its way to stdout.
  package enum Channel: Sendable {
    /// People. What a CI runner would take for a command is broken on the way to stdout.
    case text
    /// Programs. Written as it is: the format's writer escapes, and no escape changes a value.
    case data
    /// A CI runner. The commands are the output; what they quote is escaped by the reporter.
    case runnerCommands
  }

  typealias Writer = @Sendable (Decision, Canvas, inout ByteSink) -> Void

  /// What `--format` takes.
  package let name: String
  /// Who reads it, for `--help`.
  package let summary: String
  package let channel: Channel
  private let write: Writer

  init(name: String, summary: String, channel: Channel, write: @escaping Writer) {
    (self.name, self.summary, self.channel, self.write) = (name, summary, channel, write)
  }

  package func render(_ decision: Decision, _ canvas: Canvas, into sink: inout ByteSink) {
    write(decision, canvas, &sink)
  }
}

/// Where text is shown: the width, the colours, and the version of Gatehouse for formats that name their producer.
package struct Canvas: Sendable {
  /// Columns, at least 40.
  package var width: Int
  package var style: Style
  package var version: String

  package init(width: Int = 100, style: Style = .plain, version: String) {
    (self.width, self.style, self.version) = (max(40, width), style, version)
  }
}

extension Reporter {
  /// Every output format. A reporter that is not listed here does not exist.
  package static let all: [Reporter] = [.text, .json, .sarif, .sarifFull, .markdown, .github]

  package static func named(_ name: String) -> Reporter? { all.first { $0.name == name } }
}
