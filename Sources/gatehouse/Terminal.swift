import Console
import Model
import Reports
import System

/// Writes results to stdout and messages to stderr.
enum Terminal {
  /// Prints text for people on stdout.
  static func print(_ text: String) { print(.text) { $0.append(ended(text)) } }

  /// Prints a message on stderr.
  static func printError(_ text: String) { write(.text, to: 2) { $0.append(ended(text)) } }

  /// Prints a result on stdout piece by piece.
  static func print(_ channel: Reporter.Channel, _ body: (inout ByteSink) -> Void) { write(channel, to: 1, body) }

  /// Writes terminal control sequences to stderr without escaping.
  static func writeControls(_ text: String) { write(.data, to: 2) { $0.append(text) } }

  /// The width in columns: that of `COLUMNS`, or else of the terminal behind the descriptor, or else 100.
  static func width(of descriptor: Int32) -> Int {
    if let columns = variable("COLUMNS").flatMap({ Int($0) }), (20...1000).contains(columns) { return columns }
    return terminalColumns(descriptor) ?? 100
  }

  /// Writes output. When that fails, says so on stderr and exits with 2. A closed pipe is not an error.
  private static func write(_ channel: Reporter.Channel, to descriptor: Int32, _ body: (inout ByteSink) -> Void) {
    do throws(Diagnostic) {
      guard channel == .text else { return try Files.write(to: descriptor, body) }
      var filter = RunnerCommandFilter()
      var sink = ByteSink { (piece) throws(Diagnostic) in try Files.write(filter.escaped(piece), to: descriptor) }
      body(&sink)
      try sink.finish()
    } catch {
      if descriptor != 2 { printError(error.rendered(.plain, width: width(of: 2))) }
      leave(2)
    }
  }

  private static func ended(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }
}
