import ArgumentParser
import Console
import Model
import Pipeline
import System

/// Commands for the ledger, the record of past decisions in `refs/gatehouse/ledger`.
struct LedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Record decisions in the repository, and read what was recorded.",
    discussion: "Records are commits of refs/gatehouse/ledger, which only grow. Nothing is pushed until `ledger push`.",
    subcommands: [
      RecordCommand.self, Show.self, Verify.self, Fetch.self, Push.self, Import.self, Statistics.self, Replay.self,
    ])

  func run() throws { throw MissingSubcommand(command: Self.self) }

  /// The repository whose ledger is meant.
  struct Options: ParsableArguments {
    @OptionGroup var repository: RepositoryOptions
    @OptionGroup var output: OutputOptions

    func request(now: Timestamp = .current) -> LedgerRequest {
      var request = LedgerRequest(now: now)
      (request.repository, request.trusted) = (repository.path, repository.trusted)
      request.environment = environmentVariables()
      return request
    }

    /// Prints lines and diagnostics.
    func print(_ result: CommandOutput, _ isData: Bool) throws {
      output.show(result.diagnostics)
      Terminal.print(isData ? .data : .text) { $0.append(result.lines) }
      try output.end(with: [])
      if result.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
    }
  }

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }
}

extension LedgerCommand {
  /// Judges a commit and records the decision.
  struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "record", abstract: "Judge a commit of the base branch and record what was decided: the baseline.",
      discussion: """
        Takes the options of `check`. Exits with 0 when the decision is recorded, whether it is pass or fail, and with 2 when \
        it is undecided or cannot be recorded. It is no gate; `check --record` is one, and records too.
        """)

    @OptionGroup var options: CheckOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      try options.requireRecordable()
      let request = options.request(output.progress)
      let decision = check(request)
      output.show(decision.diagnostics.filter { $0.severity == .error })
      do throws(Diagnostic) {
        let run = try record(decision, of: request, for: .baseline, program: version)
        output.show(run.diagnostics)
        Terminal.print("\(run.isNew ? "recorded" : "recorded before:") \(run.id) \(decision.verdict.rawValue)")
      } catch {
        try output.end(with: [error])
      }
      if decision.verdict == .undecided { throw ExitCode(2) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the records, or print one.")

    @Argument(help: "The id of a record, or its beginning; without it, all are listed.") var id: String?
    @Option(help: "text, or json: one record as it is stored, or one line for each.") var format: Form = .text
    @OptionGroup var options: Options

    func run() throws {
      let (request, isJSON) = (options.request(), format == .json)
      try options.print(
        id.map { showRecord(request, beginning: $0, asJSON: isJSON) } ?? showLedger(request, asJSON: isJSON), isJSON)
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check that the ledger only ever grew, and that each record is what its name says.",
      discussion:
        "Exits with 0 when it is so, and with 2 otherwise. Keep the commit that it prints, and --expect it next time.")

    @Option(help: ArgumentHelp("A commit that the ledger had before. Repeatable.", valueName: "id"))
    var expect: [String] = []
    @OptionGroup var options: Options

    func run() throws {
      let result = verifyLedger(options.request(), expecting: expect)
      if let tip = result.tip, result.diagnostics.isEmpty {
        Terminal.print("\(result.records) records in \(result.commits) commits up to \(tip) are as they were written")
      }
      try options.output.end(with: result.diagnostics)
    }
  }
}

extension LedgerCommand {
  /// The remote of `fetch` and `push`.
  struct RemoteOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The remote; without it the only one, or origin.", valueName: "name"))
    var remote: String?
    @Option(help: ArgumentHelp("Seconds after which git is stopped.", valueName: "seconds")) var timeLimit = 120.0

    func validate() throws {
      if !(1...86_400).contains(timeLimit) { throw ValidationError("--time-limit is from 1 to 86400 seconds") }
    }

    func ledger(_ options: Options) -> RemoteLedger {
      RemoteLedger(options.request(), remote: remote, timeLimit: timeLimit)
    }
  }

  struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring the records of the remote, by the git program.",
      discussion: "A ledger that does not contain what the remote had before is refused.")
    @OptionGroup var remote: RemoteOptions
    @OptionGroup var options: Options

    func run() throws {
      do throws(Diagnostic) {
        let tip = try remote.ledger(options).fetch()
        Terminal.print(tip.map { "the ledger is at \($0)" } ?? "the remote has no ledger yet")
      } catch {
        try options.output.end(with: [error])
      }
    }
  }

  struct Push: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Push the records to the remote, by the git program and never by force.",
      discussion: "Records that others pushed meanwhile are fetched and kept.")
    @OptionGroup var remote: RemoteOptions
    @OptionGroup var options: Options

    func run() throws {
      do throws(Diagnostic) {
        Terminal.print("pushed \(try remote.ledger(options).push())")
      } catch {
        try options.output.end(with: [error])
      }
    }
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Append records that other runs wrote as files, marked as imported.")
    @Argument(help: "A record (`ledger show ID --format json` prints one), or a folder of records.") var path: String
    @OptionGroup var options: Options

    func run() throws { try options.print(importRecords(options.request(), from: path), false) }
  }

  struct Statistics: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "stats", abstract: "Time to remediate, deadlines kept, open findings by severity and owner.")
    @Option(help: "text or json.") var format: Form = .text
    @OptionGroup var options: Options

    func run() throws {
      let isJSON = format == .json
      try options.print(ledgerStatistics(options.request(), asJSON: isJSON), isJSON)
    }
  }

  struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Decide again what a record says, from inputs that are found by their digests.",
      discussion:
        "Exits with 0 when verdict and decision are the same, with 1 when not, and with 2 when an input is missing.")
    @Argument(help: "The id of a record, or its beginning.") var id: String
    @Option(help: ArgumentHelp("The folder that has the inputs, under any names.", valueName: "folder"))
    var evidence: String
    @OptionGroup var options: Options

    func run() throws {
      do throws(Diagnostic) {
        let result = try replay(options.request(), beginning: id, evidence: evidence, program: version)
        options.output.show(result.diagnostics)
        let verdict = result.recorded == result.derived ? "the same" : "now \(result.derived.rawValue)"
        Terminal.print(
          """
          \(result.id)
          verdict   \(result.recorded.rawValue), \(verdict)
          decision  \(result.isSameDecision ? "byte-equal" : "differs")
          """)
        if !result.isSame { leave(1) }
      } catch {
        try options.output.end(with: [error])
      }
    }
  }
}
