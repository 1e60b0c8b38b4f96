import ArgumentParser
import Pipeline

/// Options for the reports to read.
struct ReportOptions: ParsableArguments {
  @Argument(help: "Reports: files, folders (walked), or - for stdin.") var reports: [String] = []
  @Option(
    help: ArgumentHelp(
      "The format of the reports; auto recognises each by its content. `gatehouse normalize --list-formats` lists them.",
      valueName: "name"))
  var inputFormat = "auto"
  @Option(
    help: ArgumentHelp(
      "Path prefix to strip from absolute paths in reports (where the repository was checked out). Repeatable.",
      valueName: "prefix"))
  var root: [String] = []

  /// The format that the user named; nil when each report's format is detected from its content.
  var format: String? { inputFormat == "auto" ? nil : inputFormat }

  func requireReports() throws {
    if reports.isEmpty { throw ValidationError("name at least one report, or - for stdin") }
  }

  func request(_ progress: Progress?) -> ReportRequest {
    ReportRequest(reports, inputFormat: format, roots: root, progress: progress)
  }
}
