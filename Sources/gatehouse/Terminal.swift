import Console
import Model
import Reports
import System

/// stdout for results, stderr for messages.
enum Terminal {
  /// Text for people, on stdout.
  static func print(_ text: String) { print(.text) { $0.append(ended(text)) } }

  /// A message, on stderr.
  static func printError(_ text: String) { write(.text, to: 2) { $0.append(ended(text)) } }

  /// A result on stdout, written piece by piece.
  static func print(_ channel: Reporter.Channel, _ body: (inout ByteSink) -> Void) { write(channel, to: 1, body) }

  /// Text on stderr that drives the terminal itself.
  static func writeControls(_ text: String) { write(.data, to: 2) { $0.append(text) } }

  /// Columns of the terminal behind a descriptor; 100 where there is none.
  static func width(of descriptor: Int32) -> Int {
    if let columns = variable("COLUMNS").flatMap({ Int($0) }), (20...1000).contains(columns) { return columns }
    return terminalColumns(descriptor) ?? 100
  }

  /// Output that cannot be written is not an answer: exit 2. A reader that went away is no error.
  private static func write(_ channel: Reporter.Channel, to descriptor: Int32, _ body: (inout ByteSink) -> Void) {
    do throws(Diagnostic) {
      guard channel == .text else { return try Files.write(to: descriptor, body) }
      var filter = RunnerCommandFilter()
      var sink = ByteSink { (piece) throws(Diagnostic) in try Files.write(filter.escaped(piece), to: descriptor) }
      body(&sink)
      try sink.finish()
    } catch { leave(2) }
  }

  private static func ended(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }
}
