import ArgumentParser
import Console
import Model
import Pipeline
import System

/// `record -- COMMAND…`
struct RecordScan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Run a scanner, and write beside its report what the report cannot say.",
    usage: "gatehouse record [<options>] -- <command> ...",
    discussion: """
      Passes the scanner's output through and writes REPORT.gatehouse.yaml: the tool, the commit and whether the work tree \
      equalled it, the exit code, the times and the digest of the report. A report that this run did not write is refused.
      The exit code is 0 when the side-car was written, however the scanner ended: `check` judges that. It is 2 when none was.

      gatehouse record -- bandit -r src --ignore-nosec -f json -o reports/bandit.json
      gatehouse record --output reports/hadolint.json -- hadolint -f json Dockerfile
      gatehouse record --commit "$HEAD" --output reports/bandit.json -- bandit -r . --ignore-nosec -f json
      """)

  @Option(help: ArgumentHelp("Write the scanner's stdout to this file, which is the report.", valueName: "file"))
  var output: String?
  @Option(
    help: ArgumentHelp(
      "The report that the scanner writes. By default the one file that the command names and writes.",
      valueName: "file"))
  var report: String?
  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("The folders and files that are scanned, for evidence over paths.", valueName: "path"))
  var covers: [String] = []
  @Option(
    help: ArgumentHelp(
      "Scan the files of this commit, a full id or a full ref, in a folder that has nothing else; no checkout is needed.",
      valueName: "rev"))
  var commit: String?
  @Flag(help: "With --commit: leave the scanner the settings that the commit has for it.") var keepSettings = false
  @Option(help: ArgumentHelp("The scanner, if neither the report nor the command tells.", valueName: "name"))
  var tool: String?
  @Option(help: ArgumentHelp("The version of the scanner, if the report does not tell.", valueName: "version"))
  var toolVersion: String?
  @Flag(help: "Exit as the scanner did, for jobs that stop at its findings.") var passExitCode = false
  @Option(
    name: .customLong("trust-repo"),
    help: ArgumentHelp("Trust this repository even though another user owns it. Repeatable.", valueName: "path"))
  var trusted: [String] = []
  @OptionGroup var messages: OutputOptions
  @Argument(parsing: .postTerminator, help: "The scanner and its arguments, after --.") var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("name the scanner after --: gatehouse record -- bandit -r src …") }
    if output != nil, report != nil { throw ValidationError("--output names the report already; leave --report out") }
    if keepSettings, commit == nil { throw ValidationError("--keep-settings is about the settings of --commit") }
  }

  func run() throws {
    var scan = ScanToRecord(command, environment: environmentVariables())
    (scan.output, scan.report, scan.covers) = (output, report, covers)
    (scan.commit, scan.keepsSettings) = (commit, keepSettings)
    (scan.tool, scan.toolVersion, scan.trustedRepositories) = (tool, toolVersion, trusted)
    do throws(Diagnostic) {
      let recorded = try recordScan(scan) { Timestamp.current }
      messages.show(recorded.diagnostics)
      if !messages.quiet { Terminal.printError("wrote \(recorded.sideCar.neutralized())") }
      if passExitCode { leave(recorded.exitCode) }
    } catch {
      messages.show([error])
      leave(2)
    }
  }
}
