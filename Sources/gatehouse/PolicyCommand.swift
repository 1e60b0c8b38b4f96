import ArgumentParser
import Pipeline

/// For policy authors: everything here reads files, not commits.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Check and test policies.",
    subcommands: [CheckPolicy.self, TestPolicy.self, Schema.self])

  struct CheckPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check policy files, and the waivers beside them, without judging anything.")
    @Argument(help: "Policy files or folders.") var paths = [".gatehouse"]
    @OptionGroup var output: OutputOptions

    func run() throws { try tell(checkPolicies(paths), output) }
  }

  struct TestPolicy: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test", abstract: "Run the tests beside a policy (tests.yaml or tests/*.yaml).")
    @Argument(help: "Policy files or folders.") var paths = [".gatehouse"]
    @OptionGroup var output: OutputOptions

    func run() throws { try tell(testPolicies(paths), output) }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the JSON Schema of the policy language, for editors.")
    func run() throws { Terminal.print(policySchemaText()) }
  }
}

private func tell(_ outcome: PolicyCheckResult, _ output: OutputOptions) throws {
  output.show(outcome.diagnostics)
  if !outcome.summary.isEmpty { Terminal.print(outcome.summary) }
  if outcome.status != 0 { throw ExitCode(outcome.status) }
}
