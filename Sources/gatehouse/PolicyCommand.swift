import ArgumentParser
import Console
import Model
import Pipeline
import System

/// Subcommands for policy authors, which read files instead of commits.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Check and test policies.",
    subcommands: [CheckPolicy.self, TestPolicy.self, Severities.self, Schema.self])

  func run() throws { throw MissingSubcommand(command: Self.self) }

  struct CheckPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check policy files, and the waivers beside them, without judging anything.")
    @Argument(help: "Policy files or folders.") var paths = [".gatehouse"]
    @Option(
      help: ArgumentHelp(
        "Warn of scanners and rules that the policy names and none of these reports has: a file or a folder. Repeatable.",
        valueName: "report"))
    var reports: [String] = []
    @OptionGroup var output: OutputOptions

    func run() throws { try report(checkPolicies(paths, reports: reports, now: Timestamp.current), output) }
  }

  struct TestPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Run the tests beside a policy (tests.yaml or tests/*.yaml).")
    @Argument(help: "Policy files or folders.") var paths = [".gatehouse"]
    @OptionGroup var output: OutputOptions

    func run() throws { try report(testPolicies(paths), output) }
  }

  struct Severities: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print what the severity words of a scanner mean, unless a policy maps them.",
      discussion: "One line for each word: scanner, format of the report, word, severity.")
    @Argument(help: "A scanner; without it, all are printed.") var tool: String?
    @OptionGroup var output: OutputOptions

    func run() throws { try report(severityTable(of: tool), output) }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the JSON Schema of the policy language, for editors.")
    @Argument(help: "The file that the schema is for: \(SchemaFile.names).") var file = SchemaFile.policy

    func run() { Terminal.print(.data) { $0.append(file.schema) } }
  }
}

private func report(_ result: PolicyCheckResult, _ output: OutputOptions) throws {
  output.show(result.diagnostics)
  if !result.summary.isEmpty { Terminal.print(result.summary.neutralized(keepingLines: true)) }
  if result.status != 0 { throw ExitCode(result.status) }
}

extension SchemaFile: ExpressibleByArgument {}
