import Console
import Model
import System

/// An output format that writes a decision into a sink. Each is one file in `Reporters/` and
/// one element of `Reporter.all`.
package struct Reporter: Sendable {
  /// The kind of reader of the output, which decides how it is escaped on the way to stdout.
  package enum Channel: Sendable {
    /// People. Text that a CI runner would interpret as a command is broken up.
    case text
    /// Programs. The output is written unchanged, because the format has its own escaping.
    case data
    /// A CI runner. The output is commands, and the reporter escapes the values in them.
    case runnerCommands
  }

  typealias Writer = @Sendable (Decision, Canvas, inout ByteSink) -> Void

  /// The name of the format for `--format`.
  package let name: String
  /// A short description for `--help`.
  package let summary: String
  package let channel: Channel
  /// Whether it shows the hashes of the lines of findings (`Decision.lineHashes`).
  package let wantsLineHashes: Bool
  private let write: Writer

  init(name: String, summary: String, channel: Channel, wantsLineHashes: Bool = false, write: @escaping Writer) {
    (self.name, self.summary, self.channel, self.write) = (name, summary, channel, write)
    self.wantsLineHashes = wantsLineHashes
  }

  package func render(_ decision: Decision, _ canvas: Canvas, into sink: inout ByteSink) {
    write(decision, canvas, &sink)
  }
}

/// The properties of the output: width, style, what it may leave out, and the version of Gatehouse for formats that name their
/// producer.
package struct Canvas: Sendable {
  /// The width in columns, at least 40.
  package var width: Int
  package var style: Style
  package var version: String
  /// Whether nothing is left out but what a platform would refuse.
  package var isComplete = false
  /// Where the forge shows the files of the head; nil where that is not known.
  package var links: SourceLinks?

  package init(width: Int = 100, style: Style = .plain, version: String) {
    (self.width, self.style, self.version) = (max(40, width), style, version)
  }

  /// The maximal number of characters in a comment on a change.
  var commentLimit: Int { links?.commentLimit ?? Self.standardCommentLimit }
  /// That of GitHub.
  static let standardCommentLimit = 65_536

  /// How many of several things are shown where usually the first ones are.
  func shown(_ first: Int) -> Int { isComplete ? .max : first }
}

extension Reporter {
  /// All output formats. A reporter that is not listed cannot be used.
  package static let all: [Reporter] = [.text, .json, .sarif, .sarifFull, .markdown, .github, .gitlab]

  package static func named(_ name: String) -> Reporter? { all.first { $0.name == name } }
}
