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
    abstract: "Print the merged findings of all reports, one JSON object per line, without a policy.",
    discussion: """
      With --owners, each has the owners of its file (`owners`), by the CODEOWNERS of a commit.

      gatehouse findings --owners reports/ | jq -r '[(.owners | join(" ")), .severity, .id[:8], .title] | @tsv' | sort
      """)

  @OptionGroup var input: ReportOptions
  @Flag(help: "Add the owners of each finding's file.") var owners = false
  @Option(
    help: ArgumentHelp(
      "The commit to read CODEOWNERS from (HEAD by default): a full id or a full ref.", valueName: "rev"))
  var rev: String?
  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try input.requireReports()
    if rev != nil, !owners {
      throw ValidationError("--rev says whose CODEOWNERS names the owners; pass --owners as well")
    }
  }

  func run() throws {
    var request = input.request(output.progress)
    if owners {
      var query = OwnersRequest()
      (query.revision, query.repository, query.trusted) = (rev ?? query.revision, repository.path, repository.trusted)
      query.environment = environmentVariables()
      request.owners = query
    }
    var diagnostics: [Diagnostic] = []
    Terminal.print(.data) { diagnostics = findings(request, into: &$0) }
    try output.end(with: diagnostics)
  }
}
