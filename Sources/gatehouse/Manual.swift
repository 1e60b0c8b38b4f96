import ArgumentParser
import Documents
import Reports
import System

/// Prints the manual page (section 1); `make dist` puts it into the release.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the manual page, in the macros of man(7).", shouldDisplay: false)

  func run() throws {
    // ArgumentParser knows of each command what `--help` prints, and tells it as JSON.
    let described = try JSONDocument(Input(name: "help", bytes: Array(Gatehouse._dumpHelp().utf8)))
    let text = try described.root.object("command").map { try Manual.page(of: $0) } ?? ""
    Terminal.print(.data) { $0.append(text) }
  }

  private static func page(of program: JSONValue) throws -> String {
    var page = ManualPage(name: "gatehouse", version: version, summary: program.text("abstract") ?? "")
    page.section("Synopsis")
    page.synopsis("gatehouse", "command", "[options]", "[arguments]")
    page.section("Description")
    page.paragraph(description)
    page.section("Exit status")
    for (status, meaning) in exitStatuses { page.item(status, meaning) }
    page.section("Commands")
    for command in try program.list("subcommands") { try page.add(command, below: "gatehouse") }
    page.section("Examples")
    for (purpose, command) in examples { page.example(purpose, command) }
    page.section("See also")
    page.paragraph("https://github.com/gatehouse-dev/gatehouse/tree/main/docs")
    return page.text
  }

  private static let description = """
    Reads the reports of scanners, lists each problem once, works out whose it is and whether the change brought it, and \
    judges it by a policy that is kept in git. Policy, waivers, VEX statements and CODEOWNERS are those of the base, so \
    that the change cannot judge itself.
    """

  private static let exitStatuses = [
    ("0", "The change passes; or the command did what it was asked."),
    ("1", "The policy says no; or a test or a comparison failed."),
    ("2", "Could not decide: a report, the policy, the repository or the command line is missing or wrong."),
  ]

  private static let examples = [
    (
      "Judge a change by the reports in a folder:",
      "gatehouse check --base refs/heads/main --head refs/heads/change reports/"
    ),
    (
      "Keep the decision, and show it in a code scanning view too:",
      "gatehouse check --base refs/heads/main --head refs/heads/change --format json=verdict.json "
        + "--format sarif=gatehouse.sarif reports/"
    ),
    ("See what was read from the reports, without a policy:", "gatehouse findings reports/"),
    ("Check a policy before it is committed:", "gatehouse policy check .gatehouse"),
    ("Learn what a code of a message means:", "gatehouse explain code waiver-expired"),
  ]
}
