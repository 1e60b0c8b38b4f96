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
      gatehouse explain CVE-2026-1234 --base refs/heads/main reports/      all findings of a vulnerability or a rule
      gatehouse explain finding 3f9a… --from verdict.json      from what `check --format json` wrote, and nothing else
      gatehouse explain finding 3f9a… 81c0… reports/      why these two are not one
      gatehouse explain --suppressed --base refs/heads/main reports/
      gatehouse explain --suppressed verdict.json

      The words finding and code may be left out. --codes lists every code.
      """,
    subcommands: [ExplainFinding.self, ExplainCode.self, ExplainAny.self], defaultSubcommand: ExplainAny.self)
}

/// `explain finding ID [ID] [REPORT…]`
struct ExplainFinding: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finding", abstract: "Explain why a finding was judged as it was, or why two are not one.",
    usage: "gatehouse explain finding <id> [<other-id>] [<reports> ... | <verdict.json>]")

  @Argument(help: "The id of the finding, its first digits, or a public id such as CVE-2026-1234.") var id: String
  @OptionGroup var recorded: RecordedOptions
  @OptionGroup var options: CheckOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try recorded.requireAlone(options) }

  func run() throws { try Explanation.print(id, recorded, options, output) }
}

/// The option to explain a decision that was made before.
struct RecordedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Explain from the decision that `check --format json` wrote, without reports or a repository.", valueName: "file"
    ))
  var from: String?

  func requireAlone(_ options: CheckOptions) throws {
    if from != nil, options.input.reports.contains(where: { !$0.isHexadecimal }) {
      throw ValidationError("--from reads a decision that was made; leave the reports out")
    }
    var options = options
    _ = options.input.takeID()
    let given = options.givenForDecision
    guard !given.isEmpty, let file = file(besides: options) else { return }
    throw ValidationError(
      "\(file) holds a decision that was made, which \(given.joined(separator: ", ")) cannot change; leave "
        + "\(given.count == 1 ? "it" : "them") out, or name the reports in place of the file to decide again")
  }

  /// The file of the decision: that of the option, or the only file that is named, if it holds one.
  func file(besides options: CheckOptions) -> String? {
    if let from { return from }
    guard options.input.reports.count == 1, ExplainedDecision.isRecorded(in: options.input.reports[0]) else {
      return nil
    }
    return options.input.reports[0]
  }
}

/// `explain code CODE`
struct ExplainCode: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "code", abstract: "Explain a diagnostic code: what it means, and what to do.")

  @Argument(help: "The code of a message, such as waiver-expired.") var code: String

  func validate() throws {
    if diagnosticCode(code) == nil {
      throw ValidationError("there is no code '\(code)'; \(hint(for: code, besides: []))")
    }
  }

  func run() { diagnosticCode(code).map { Terminal.print(codePage($0)) } }
}

/// The short forms: `explain ID [REPORT…]`, `explain CODE`, `explain --suppressed [REPORT…]`, `explain --codes`.
struct ExplainAny: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "any", abstract: "Explain what the first word names.",
    usage: "gatehouse explain ID | --suppressed [<reports> ... | <verdict.json>], or CODE | --codes",
    shouldDisplay: false)

  @Flag(help: "List what was suppressed, by what and until when.") var suppressed = false
  @Flag(help: "List every code.") var codes = false
  @OptionGroup var recorded: RecordedOptions
  @OptionGroup var options: CheckOptions
  @OptionGroup var output: OutputOptions

  /// The finding id or the code; nil with `--suppressed` or `--codes`, because then all arguments are reports.
  private var subject: String? { suppressed || codes ? nil : options.input.reports.first }

  func validate() throws {
    if codes {
      if recorded.from != nil { throw ValidationError("--codes lists the codes of all decisions; leave --from out") }
      return
    }
    if suppressed { return try recorded.requireAlone(options) }
    guard let subject else { throw ValidationError("name a finding or a code, or pass --suppressed") }
    guard diagnosticCode(subject) != nil || subject.isHexadecimal || subject.isPublicID else {
      throw ValidationError("'\(subject)' is neither a code nor the beginning of a finding's id; \(hint(for: subject))")
    }
    var options = options
    options.input.reports.removeFirst()
    try recorded.requireAlone(options)
  }

  func run() throws {
    if codes { return Terminal.print(codePages()) }
    guard let subject else { return try Explanation.printSuppressed(recorded, options, output) }
    if let code = diagnosticCode(subject) { return Terminal.print(codePage(code)) }
    var options = options
    options.input.reports.removeFirst()
    try Explanation.print(subject, recorded, options, output)
  }
}

/// A decision that is explained: made again, or read from a file.
private struct Explanation {
  let explained: ExplainedDecision
  let output: OutputOptions

  /// Makes the decision again.
  ///
  /// - Parameter words: What stands behind `gatehouse explain`, for the help where no report is named.
  private init(_ words: String, _ options: CheckOptions, _ output: OutputOptions) throws {
    var request = options.request(output.progress)
    let command = "gatehouse explain \(words.displayText(limit: 60))"
    request.helpWithoutReports =
      "name the reports, with the options of the check: \(command) reports/, or the decision that `check --format json` wrote: "
      + "\(command) verdict.json"
    self.init(of: ExplainedDecision(request), output)
    try requireContent()
  }

  /// Exits with 2 when nothing was read, so that nobody takes an answer about nothing for one about the findings.
  private func requireContent() throws {
    guard explained.isEmpty else { return }
    output.show(explained.errors)
    throw ExitCode(2)
  }

  private init(of explained: ExplainedDecision, _ output: OutputOptions) {
    (self.explained, self.output) = (explained, output)
  }

  /// The decision in a file. Exits with 2 when it cannot be read.
  private static func read(_ file: String, _ output: OutputOptions) throws -> Explanation {
    let explained: ExplainedDecision
    do throws(Diagnostic) { explained = try ExplainedDecision(recordedIn: file) } catch {
      output.show([error])
      throw ExitCode(2)
    }
    let explanation = Explanation(of: explained, output)
    try explanation.requireContent()
    return explanation
  }

  /// Explains the finding of a name, or why the one of another id that follows it is not the same.
  static func print(
    _ name: String, _ recorded: RecordedOptions, _ options: CheckOptions, _ output: OutputOptions
  ) throws {
    var options = options
    let other = options.input.takeID()
    if let file = recorded.file(besides: options) {
      guard other == nil else { throw ValidationError("two findings are compared by their reports, not by a decision") }
      return try read(file, output).print(finding: name)
    }
    let explanation = try Explanation(other.map { "\(name) \($0)" } ?? name, options, output)
    if let other { try explanation.print(pair: (name, other)) } else { try explanation.print(finding: name) }
  }

  private func print(pair ids: (String, String)) throws {
    guard let decision = explained.decision, let pair = FindingPair(ids, in: decision) else {
      output.show(explained.errors)
      throw ValidationError(
        "'\(ids.0)' and '\(ids.1)' are not the beginnings of two findings' ids, or one is the beginning of several; "
          + "gatehouse check --format json lists the ids")
    }
    switch pair {
    case .one(let judgement): try print(aliasText(judgement, output.canvas))
    case .two(let one, let other, let reasons): try print(pairText(one, other, because: reasons, output.canvas))
    }
  }

  static func printSuppressed(_ recorded: RecordedOptions, _ options: CheckOptions, _ output: OutputOptions) throws {
    let file = recorded.file(besides: options)
    let explanation = try file.map { try read($0, output) } ?? Explanation("--suppressed", options, output)
    try explanation.print { canvas throws(Diagnostic) in try explanation.explained.suppressed(canvas) }
  }

  private func print(finding name: String) throws {
    try print { canvas throws(Diagnostic) in try explained.explanation(of: name, canvas) }
  }

  private func print(_ making: (Canvas) throws(Diagnostic) -> String) throws {
    let text: String
    do throws(Diagnostic) { text = try making(output.canvas) } catch {
      output.show(explained.errors + [error])
      throw ExitCode(2)
    }
    try print(text)
  }

  private func print(_ text: String) throws {
    output.show(explained.errors)
    Terminal.print(text)
    // When the decision is undecided, the explanation is incomplete, so the exit code is 2.
    if explained.verdict == .undecided { throw ExitCode(2) }
  }
}

/// The diagnostic code with this name; nil when there is none.
private func diagnosticCode(_ name: String) -> DiagnosticCode? { DiagnosticCode.all.first { $0.name == name } }

/// The help for an argument that is not a diagnostic code.
///
/// - Parameter words: What else could stand there.
private func hint(for word: String, besides words: [String] = ["finding", "code"]) -> String {
  nearest(to: word, among: DiagnosticCode.all.map(\.name) + words).map { "did you mean '\($0)'?" }
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
  fileprivate var isHexadecimal: Bool { !isEmpty && utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit } }

  /// Whether the text may be the id of an advisory or of a scanner's rule. Codes have no digits, and these have, but for some of
  /// GitHub's advisories.
  fileprivate var isPublicID: Bool {
    utf8.contains { (48...57).contains($0) } || uppercased().hasPrefix("GHSA-")
  }
}
