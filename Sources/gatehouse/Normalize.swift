import ArgumentParser
import Model
import Pipeline
import Reports
import System

/// Prints observations, one JSON object per line, before merging.
struct Normalize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the observations of each scanner, one JSON object per line, before merging.")

  @OptionGroup var input: ReportOptions
  @Flag(help: "List the formats: how each is recognised, and what it can provide.") var listFormats = false
  @OptionGroup var output: OutputOptions

  func validate() throws { if !listFormats { try input.requireReports() } }

  func run() throws {
    if listFormats { return Terminal.print(isTerminal(1) ? formatList(output.canvas) : formatLines()) }
    var diagnostics: [Diagnostic] = []
    Terminal.print(.data) { diagnostics = normalize(input.request(output.progress), into: &$0) }
    try output.end(with: diagnostics)
  }
}

/// Prints merged findings, without a policy.
struct Findings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the merged findings of all reports, one JSON object per line, without a policy.")

  @OptionGroup var input: ReportOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try input.requireReports() }

  func run() throws {
    var diagnostics: [Diagnostic] = []
    Terminal.print(.data) { diagnostics = findings(input.request(output.progress), into: &$0) }
    try output.end(with: diagnostics)
  }
}
