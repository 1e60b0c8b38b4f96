import ArgumentParser
import Console
import Model
import Pipeline
import Reports
import System

/// What every command that talks to people takes.
struct OutputOptions: ParsableArguments {
  @Option(help: "Colour: auto, always or never.") var color: ColorChoice = .auto
  @Flag(name: .shortAndLong, help: "Say nothing on stderr but errors.") var quiet = false

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  /// The style for text on stdout.
  var style: Style { isColored(1) ? .coloured : .plain }
  /// The style for text on stderr.
  var errorStyle: Style { isColored(2) ? .coloured : .plain }

  /// https://no-color.org: NO_COLOR wins over what `auto` would find.
  private func isColored(_ descriptor: Int32) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: isTerminal(descriptor) && variable("NO_COLOR") == nil && variable("TERM") != "dumb"
    }
  }

  /// One line on stderr that changes with each report, for who waits at a terminal; nil where nobody does.
  var progress: Progress? {
    guard !quiet, isTerminal(2), variable("TERM") != "dumb", variable("CI") == nil else { return nil }
    return { step in
      // Each line is written over the one before; at the end there is none.
      let line = "\r\u{1b}[K" + (step?.text.truncated(to: Terminal.width(of: 2) - 1) ?? "")
      Terminal.write(Array(line.utf8), to: 2)
    }
  }

  /// Shows diagnostics on stderr; with `--quiet` only errors.
  func show(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics where !quiet || diagnostic.severity == .error {
      Terminal.printError(diagnostic.rendered(errorStyle, width: Terminal.width(of: 2)))
    }
  }
}

/// Which repository, and when.
struct RepositoryOptions: ParsableArguments {
  @Option(name: .customLong("repo"), help: "The repository: a path in or above it.") var repository = "."
  @Option(name: .customLong("trust-repo"), help: "Read this repository though another user owns it. Repeatable.")
  var trusted: [String] = []
  @Option(help: ArgumentHelp("The time to judge at.", valueName: "rfc3339")) var now: Timestamp?
}

/// How reports are read.
struct ReportOptions: ParsableArguments {
  @Argument(help: "Reports: files, directories (walked), or - for stdin.") var reports: [String] = []
  @Option(help: "Prefix of absolute paths in reports that stands for the repository root. Repeatable.")
  var root: [String] = []
}

extension Timestamp: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// `NAME` or `NAME=FILE`.
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
}
