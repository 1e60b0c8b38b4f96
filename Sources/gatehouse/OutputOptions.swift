import ArgumentParser
import Console
import Model
import Pipeline
import Reports
import System

/// Options for output that people read.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("When to use colour.", valueName: "when")) var color: ColorChoice = .auto
  @Flag(name: .shortAndLong, help: "Print only errors to stderr.") var quiet = false

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  /// The width and style of text on stdout.
  var canvas: Canvas {
    Canvas(width: Terminal.width(of: 1), style: isColored(1) ? .coloured : .plain, version: version)
  }

  /// https://no-color.org: with `auto`, a set NO_COLOR turns colour off.
  private func isColored(_ descriptor: Int32) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: isTerminal(descriptor) && variable("NO_COLOR") == nil && variable("TERM") != "dumb"
    }
  }

  /// Shows on stderr, in one line, which report is being read; nil when stderr is not an interactive terminal.
  var progress: Progress? {
    guard !quiet, isTerminal(2), variable("TERM") != "dumb", variable("CI") == nil else { return nil }
    return { step in
      // Each line overwrites the previous one; the last call clears it.
      let text = step?.text.neutralized().truncated(to: Terminal.width(of: 2) - 1)
      Terminal.writeControls("\r\u{1b}[K" + (text ?? ""))
    }
  }

  /// Prints diagnostics on stderr; with `--quiet` only errors.
  func show(_ diagnostics: [Diagnostic]) {
    let style: Style = isColored(2) ? .coloured : .plain
    for diagnostic in diagnostics where !quiet || diagnostic.severity == .error {
      Terminal.printError(diagnostic.rendered(style, width: Terminal.width(of: 2)))
    }
  }

  /// Prints diagnostics, and exits with 2 when one of them is an error.
  func end(with diagnostics: [Diagnostic]) throws {
    show(diagnostics)
    if diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
  }
}
