import ArgumentParser
import Console
import Model
import Reports
import System

/// An output format and its destination: `NAME` for stdout, or `NAME=FILE`.
struct OutputTarget: ExpressibleByArgument {
  let reporter: Reporter
  let file: String?

  init(_ reporter: Reporter, file: String? = nil) { (self.reporter, self.file) = (reporter, file) }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let reporter = Reporter.named(String(parts[0])) else { return nil }
    if parts.count == 2, parts[1].isEmpty { return nil }
    self.init(reporter, file: parts.count == 2 ? String(parts[1]) : nil)
  }

  static let allValueStrings = Reporter.all.map(\.name)
  var defaultValueDescription: String { reporter.name }

  /// Writes the decision. Exits with 2 when the file cannot be written.
  func write(_ decision: Decision, _ canvas: Canvas, _ output: OutputOptions) throws {
    guard let file else {
      return Terminal.print(reporter.channel) { reporter.render(decision, canvas, into: &$0) }
    }
    // A file has no width and no colour.
    var plain = canvas
    (plain.width, plain.style) = (Canvas(version: version).width, .plain)
    do throws(Diagnostic) {
      try Files.write(to: file) { write(decision, plain, into: &$0) }
    } catch {
      try output.end(with: [error])
    }
  }

  /// Writes the decision to a file. A CI job may print the file, so that text is escaped for the runner as on stdout.
  private func write(_ decision: Decision, _ canvas: Canvas, into sink: inout ByteSink) {
    guard reporter.channel == .text else { return reporter.render(decision, canvas, into: &sink) }
    var (text, filter) = (ByteSink(), RunnerCommandFilter())
    reporter.render(decision, canvas, into: &text)
    sink.append(filter.escaped(text.bytes))
  }
}
