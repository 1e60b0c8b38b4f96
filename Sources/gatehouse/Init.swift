import ArgumentParser
import Console
import Model
import Pipeline
import Reports
import System

/// `init [REPORT…]`
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Set up the gate of this repository.",
    discussion: """
      Looks at the repository and writes what is missing in .gatehouse/: a policy that lets today's main branch pass and gets \
      stricter on two days that it names, an empty list of waivers and, with reports, a baseline that suppresses what is there \
      until a day; and files by which CI runs scanners and the gate. It changes no file that is there, but for a policy that it \
      wrote without reports and that nobody has edited: that one gets the demands for the scans that are given.

      gatehouse init reports/
      gatehouse init --ci github reports/
      """)

  @Option(help: ArgumentHelp("The last day of the baseline; 90 days from now by default.", valueName: "day"))
  var until: Day?
  @Option(
    name: .customLong("ci"),
    help: ArgumentHelp(
      "Write the files of this CI system: \(SetupRequest.systemNames.joined(separator: ", ")). By default those of the systems "
        + "whose files are there. Repeatable.", valueName: "name"))
  var systems: [String] = []
  @Option(
    help: ArgumentHelp(
      "The full id of the commit that the reports were made from; HEAD by default.", valueName: "id"))
  var scanned: String?
  @OptionGroup var repository: RepositoryOptions
  @Option(help: ArgumentHelp("The time that counts as now.", valueName: "rfc3339")) var now: Timestamp?
  @OptionGroup var input: ReportOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard let unknown = systems.first(where: { !SetupRequest.systemNames.contains($0) }) else { return }
    let near = nearest(to: unknown, among: SetupRequest.systemNames).map { "did you mean '\($0)'?" }
    let names = SetupRequest.systemNames.joined(separator: ", ")
    throw ValidationError("init has no files for '\(unknown)'; \(near ?? "it has them for \(names)")")
  }

  func run() throws {
    var request = Request(now: now ?? Timestamp.current)
    (request.repository, request.trustedRepositories) = (repository.path, repository.trusted)
    (request.reports, request.roots, request.inputFormat) = (input.reports, input.root, input.format)
    (request.environment, request.progress, request.scanned) = (environmentVariables(), output.progress, scanned)
    var wanted = SetupRequest(request, version: version)
    (wanted.until, wanted.systems) = (until, systems)
    let result = setUp(wanted)
    output.show(result.diagnostics)
    if !result.sections.isEmpty { Terminal.print(result.sections.map(\.text).joined(separator: "\n")) }
    if result.status != 0 { throw ExitCode(result.status) }
  }
}

extension Day: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension SetupResult.Section {
  /// The section as text: its title, and its rows below it.
  fileprivate var text: String { "\(title)\n" + table(rows.map { ($0.name, $0.text) }) }
}
