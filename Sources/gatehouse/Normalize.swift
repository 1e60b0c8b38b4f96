import ArgumentParser
import Pipeline
import Reports
import System

/// Reports to observations, one JSON object a line, before merging.
struct Normalize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what each scanner said, one JSON object a line, before merging.")

  @OptionGroup var input: ReportOptions
  @Option(help: ArgumentHelp("The reports' format, or auto.", valueName: "name")) var format = "auto"
  @Flag(help: "List the formats: what each is known by, and what it can say.") var listFormats = false
  @Flag(help: .hidden) var formatsPage = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    if formatsPage { return Terminal.print(formatPage()) }
    if listFormats { return Terminal.print(isTerminal(1) ? formatList(canvas) : formatLines()) }
    if input.reports.isEmpty { throw ValidationError("name at least one report, or - for stdin") }
    let read = normalize(
      input.reports, format: format == "auto" ? nil : format, roots: input.root, progress: output.progress)
    Terminal.print(lines: read.lines)
    output.show(read.diagnostics)
    if read.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
  }

  private var canvas: Canvas {
    Canvas(width: Terminal.width(of: 1), style: output.style, version: Gatehouse.version)
  }
}

/// Merged findings, without a policy.
struct Findings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the merged findings of all reports, one JSON object a line, without a policy.")

  @OptionGroup var input: ReportOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    if input.reports.isEmpty { throw ValidationError("name at least one report, or - for stdin") }
    let read = findings(input.reports, roots: input.root, progress: output.progress)
    output.show(read.diagnostics)
    if read.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
    Terminal.print(lines: read.lines)
  }
}
