import ArgumentParser
import Console
import Model
import Pipeline
import Reports
import System

/// How commands talk to people.
struct OutputOptions: ParsableArguments {
  @Option(help: ArgumentHelp("When to use colour.", valueName: "when")) var color: ColorChoice = .auto
  @Flag(name: .shortAndLong, help: "Print only errors to stderr.") var quiet = false

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  /// Where text on stdout is shown.
  var canvas: Canvas {
    Canvas(width: Terminal.width(of: 1), style: isColored(1) ? .coloured : .plain, version: version)
  }

  /// https://no-color.org: NO_COLOR wins over what `auto` would find.
  private func isColored(_ descriptor: Int32) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: isTerminal(descriptor) && variable("NO_COLOR") == nil && variable("TERM") != "dumb"
    }
  }

  /// Shows on stderr, in one line, which report is being read, for people who wait at a terminal; nil where nobody does.
  var progress: Progress? {
    guard !quiet, isTerminal(2), variable("TERM") != "dumb", variable("CI") == nil else { return nil }
    return { step in
      // Each line is written over the one before; at the end there is none.
      let text = step?.text.neutralized().truncated(to: Terminal.width(of: 2) - 1)
      Terminal.writeControls("\r\u{1b}[K" + (text ?? ""))
    }
  }

  /// Shows diagnostics on stderr; with `--quiet` only errors.
  func show(_ diagnostics: [Diagnostic]) {
    let style: Style = isColored(2) ? .coloured : .plain
    for diagnostic in diagnostics where !quiet || diagnostic.severity == .error {
      Terminal.printError(diagnostic.rendered(style, width: Terminal.width(of: 2)))
    }
  }

  /// Shows diagnostics, and ends the command with 2 when one of them is an error.
  func end(with diagnostics: [Diagnostic]) throws {
    show(diagnostics)
    if diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
  }
}
