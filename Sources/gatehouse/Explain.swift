import ArgumentParser
import Console
import Model
import Pipeline
import Reports
import System

/// Explains a finding, a diagnostic code, or everything that was suppressed.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a finding, a diagnostic code, or everything that was suppressed.",
    discussion: """
      gatehouse explain code waiver-expired
      gatehouse explain finding 3f9a… --base refs/heads/main reports/
      gatehouse explain finding 3f9a… 81c0… reports/      why these two are not one
      gatehouse explain --suppressed --base refs/heads/main reports/

      The words finding and code may be left out. --codes lists every code.
      """,
    subcommands: [ExplainFinding.self, ExplainCode.self, ExplainAny.self], defaultSubcommand: ExplainAny.self)
}

/// `explain finding ID [ID] [REPORT…]`
struct ExplainFinding: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding", abstract: "Explain why a finding was judged as it was, or why two are not one.",
    usage: "gatehouse explain finding <id> [<other-id>] [<reports> ...]")

  @Argument(help: "The id of the finding, or its first digits.") var id: String
  @OptionGroup var options: CheckOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    var options = options
    let other = options.input.takeID()
    let explanation = Explanation(options, output)
    if let other { try explanation.print(pair: (id, other)) } else { try explanation.print(finding: id) }
  }
}

/// `explain code CODE`
struct ExplainCode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code", abstract: "Explain a diagnostic code: what it means, and what to do.")

  @Argument(help: "The code of a message, such as waiver-expired.") var code: String

  func validate() throws {
    if diagnosticCode(code) == nil { throw ValidationError("there is no code '\(code)'; \(hint(for: code))") }
  }

  func run() { diagnosticCode(code).map { Terminal.print(codePage($0)) } }
}

/// The short forms: `explain ID [REPORT…]`, `explain CODE`, `explain --suppressed [REPORT…]`, `explain --codes`.
struct ExplainAny: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "any", abstract: "Explain what the first word names.",
    usage: "gatehouse explain ID [<reports> ...] | CODE | --suppressed [<reports> ...] | --codes", shouldDisplay: false)

  @Flag(help: "List what was suppressed, by what and until when.") var suppressed = false
  @Flag(help: "List every code.") var codes = false
  @OptionGroup var options: CheckOptions
  @OptionGroup var output: OutputOptions

  /// The finding id or the code; nil with `--suppressed` or `--codes`, because then all arguments are reports.
  private var subject: String? { suppressed || codes ? nil : options.input.reports.first }

  func validate() throws {
    guard !suppressed, !codes else { return }
    guard let subject else { throw ValidationError("name a finding or a code, or pass --suppressed") }
    guard diagnosticCode(subject) != nil || subject.isHexadecimal else {
      throw ValidationError("'\(subject)' is neither a code nor the beginning of a finding's id; \(hint(for: subject))")
    }
  }

  func run() throws {
    if codes { return Terminal.print(codePages()) }
    guard let subject else { return try Explanation(options, output).printSuppressed() }
    if let code = diagnosticCode(subject) { return Terminal.print(codePage(code)) }
    var options = options
    options.input.reports.removeFirst()
    let other = options.input.takeID()
    let explanation = Explanation(options, output)
    if let other { try explanation.print(pair: (subject, other)) } else { try explanation.print(finding: subject) }
  }
}

/// A decision that is computed again in order to explain it.
private struct Explanation {
  let explained: ExplainedDecision
  let output: OutputOptions

  init(_ options: CheckOptions, _ output: OutputOptions) {
    explained = ExplainedDecision(options.request(output.progress))
    self.output = output
  }

  private var decision: Decision { explained.decision }

  func print(finding id: String) throws {
    guard let trace = decision.trace(of: id, output.canvas) else {
      output.show(errors)
      throw ValidationError("no finding's id begins with '\(id)'; gatehouse check --format json lists the ids")
    }
    let offer = explained.waiverOffer(for: id).map {
      "\nto waive it, on the base branch in .gatehouse/waivers.yaml, with a reason:\n\n\($0.joined(separator: "\n"))\n"
    }
    try print(trace + (offer ?? ""))
  }

  func print(pair ids: (String, String)) throws {
    guard let pair = FindingPair(ids, in: decision) else {
      output.show(errors)
      throw ValidationError(
        "'\(ids.0)' and '\(ids.1)' are not the beginnings of two findings' ids, or one is the beginning of several; "
          + "gatehouse check --format json lists the ids")
    }
    switch pair {
    case .one(let judgement): try print(aliasText(judgement, output.canvas))
    case .two(let one, let other, let reasons): try print(pairText(one, other, because: reasons, output.canvas))
    }
  }

  func printSuppressed() throws { try print(decision.suppressedText(output.canvas)) }

  private var errors: [Diagnostic] { decision.diagnostics.filter { $0.severity == .error } }

  private func print(_ text: String) throws {
    output.show(errors)
    Terminal.print(text)
    // When the decision is undecided, the explanation is incomplete, so the exit code is 2.
    if decision.verdict == .undecided { throw ExitCode(2) }
  }
}

/// The diagnostic code with this name; nil when there is none.
private func diagnosticCode(_ name: String) -> DiagnosticCode? { DiagnosticCode.all.first { $0.name == name } }

/// The help for an argument that is not a diagnostic code.
private func hint(for word: String) -> String {
  nearest(to: word, among: DiagnosticCode.all.map(\.name)).map { "did you mean '\($0)'?" }
    ?? "gatehouse explain --codes lists the codes"
}

extension ReportOptions {
  /// Takes an id from the front of the reports: hexadecimal digits that name no file.
  mutating func takeID() -> String? {
    guard let first = reports.first, first.isHexadecimal, first.count >= 4, !Files.exists(first) else { return nil }
    return reports.removeFirst()
  }
}

extension String {
  fileprivate var isHexadecimal: Bool { !isEmpty && allSatisfy(\.isHexDigit) }
}
