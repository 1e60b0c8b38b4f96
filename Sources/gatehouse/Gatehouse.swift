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
    let words = commandLineArguments()
    do {
      if let slip = Misspelling(inHelp: words, of: Self.self) { throw ValidationError(slip.text) }
      if let repeated = try RepeatedOption(in: words, of: Self.self) { throw ValidationError(repeated.text) }
      var command = try parseAsRoot(words)
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
      if let slip = misspelling(in: words) {
        message = "Error: \(slip)\n" + message.split(separator: "\n").dropFirst().joined(separator: "\n")
      }
      // The message quotes the command line, which may contain control characters.
      Terminal.printError(message.neutralized(keepingLines: true))
      leave(2)
    }
  }

  /// What is misspelt in a command line that is no valid one; nil when nothing is.
  private static func misspelling(in words: [String]) -> String? {
    do { return try Misspelling(in: words, of: Self.self)?.text } catch { return nil }
  }
}
