import ArgumentParser
import Pipeline
import System

/// `waive ID… [REPORT…]`
struct Waive: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a waiver for findings, as a patch.",
    usage: "gatehouse waive <id> ... [<reports> ...] --reason <text> --until <day> --approved-by <owner>",
    discussion: """
      Prints a patch of .gatehouse/waivers.yaml for `git apply`. The waiver holds once it is on the base branch. A waiver that \
      the policy of the base would not accept is refused. Takes the options of `check`, by which the findings are found.

      gatehouse waive 3f9a1b2c --base refs/heads/main reports/ --until 30d --approved-by @acme/pay --reason "…" | git apply
      """)

  @Option(help: "Why the risk is acceptable until then, in one line.") var reason: String
  @Option(help: ArgumentHelp("The last day (2026-12-31), or a number of days or weeks (30d, 4w).", valueName: "day"))
  var until: String
  @Option(help: ArgumentHelp("Who approves it: an owner, as in CODEOWNERS.", valueName: "owner"))
  var approvedBy: String?
  @Option(help: ArgumentHelp("The id of a finding, or its first digits. Repeatable.", valueName: "id"))
  var finding: [String] = []
  @Flag(help: "Waive every finding that blocks.") var blocking = false
  @OptionGroup var options: CheckOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard let name = options.input.reports.first(where: { $0.isAdvisoryName && !Files.exists($0) }) else { return }
    throw ValidationError(
      "'\(name)' is no id of a finding: a vulnerability may be found in several places; gatehouse explain \(name) shows the ids"
    )
  }

  func run() throws {
    var (options, ids) = (options, finding)
    while let id = options.input.takeID() { ids.append(id) }
    var request = options.request(output.progress)
    request.helpWithoutReports = "name the reports, with the options of the check: gatehouse waive ID reports/ …"
    let result = waive(
      WaiveRequest(
        request, findings: ids, allBlocking: blocking, reason: reason, until: until,
        approvedBy: approvedBy))
    output.show(result.diagnostics)
    Terminal.print(.data) { $0.append(result.lines) }
    if result.lines.isEmpty { throw ExitCode(2) }
  }
}

extension String {
  /// Whether this is the name of an advisory, and not of a file.
  fileprivate var isAdvisoryName: Bool {
    let parts = uppercased().split(separator: "-")
    return parts.count > 2 && ["CVE", "GHSA"].contains(parts[0]) && !contains { "./".contains($0) }
  }
}
