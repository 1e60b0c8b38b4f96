import ArgumentParser
import Console
import System

@main
struct Gatehouse: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gatehouse",
    abstract: "May this change pass? Judges scanner reports against the policy of the base branch.",
    discussion: """
      Exit codes: 0 pass, 1 the policy says no (or a test failed), 2 could not decide.

      gatehouse check --base refs/heads/main --head refs/heads/change reports/
      """,
    version: version,
    subcommands: [
      Init.self, Doctor.self, Check.self, Explain.self, RecordScan.self, Waive.self, Normalize.self, Findings.self,
      OwnersOf.self,
      PolicyCommand.self,
      LedgerCommand.self, Docs.self, Manual.self,
    ])

  func run() throws { throw MissingSubcommand(command: Self.self) }

  /// Runs the command. Invalid usage exits with 2 ("undecided") like every other error, instead of ArgumentParser's 64.
  static func main() {
    keepFreedMemory()
    do {
      var command = try parseAsRoot(commandLineArguments())
      try command.run()
    } catch let exit as ExitCode {
      leave(exit.rawValue)
    } catch let missing as MissingSubcommand {
      Terminal.printError(helpMessage(for: missing.command))
      leave(2)
    } catch {
      let status = exitCode(for: error).rawValue
      var message = fullMessage(for: error)
      if status == 0 {
        Terminal.print(message)
        leave(0)
      }
      // What ArgumentParser cannot place, it calls unexpected or unknown.
      if message.contains("nexpected argument")
        || message.contains("Unknown option") && !message.contains("Did you mean"),
        let slip = Misspelling(in: Array(CommandLine.arguments.dropFirst()), of: Self.self)
      {
        message = "Error: \(slip.text)\n" + message.split(separator: "\n").dropFirst().joined(separator: "\n")
      }
      // The message quotes the command line, which may contain control characters.
      Terminal.printError(message.neutralized(keepingLines: true))
      leave(2)
    }
  }
}
