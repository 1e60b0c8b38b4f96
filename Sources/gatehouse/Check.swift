import ArgumentParser
import Console
import Model
import Pipeline
import Reports
import System

/// The subcommand `check`, which decides whether a change passes.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "May this change pass?",
    discussion: """
      Policy, waivers, VEX statements and CODEOWNERS are read from the base commit: the change cannot judge itself.
      Without --base, the CI environment says what to compare; outside CI this is a local preview.
      """)

  @OptionGroup var options: CheckOptions
  @Option(
    help: ArgumentHelp(
      "How to print the decision, and to which file. Repeatable.",
      valueName: "name[=file]"))
  var format: [OutputTarget] = [OutputTarget(.text)]
  @Flag(help: "Show everything in text, markdown and github, as far as platforms allow.") var all = false
  @Flag(help: "Record the decision in the ledger; a decision that cannot be recorded is no pass.") var record = false
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if record { try options.requireRecordable() }
    try requireApart()
  }

  /// Refuses outputs that would destroy each other, or a report.
  private func requireApart() throws {
    let printed = format.filter { $0.file == nil }
    if printed.count > 1, let data = printed.first(where: { $0.reporter.channel == .data })?.reporter.name {
      throw ValidationError(
        "\(data) is for programs, and is printed with another format; write it to a file: --format \(data)=FILE")
    }
    if let conflict = outputConflict(format.compactMap(\.file), of: options.request(nil)) {
      throw ValidationError(conflict)
    }
  }

  func run() throws {
    var request = options.request(output.progress)
    request.wantsLineHashes = format.contains { $0.reporter.wantsLineHashes }
    var decision = check(request)
    if record { decision.record(request) }
    let canvas = output.canvas.showing(all: all, linkedFor: request.environment)
    for target in format { try target.write(decision, canvas, output) }
    showEnd(of: decision)
    // Exits directly, because freeing the memory of the decision would only cost time.
    leave(decision.verdict.exitCode)
  }

  /// Says on stderr how it ended when all formats go to files, so that no job fails without a word.
  private func showEnd(of decision: Decision) {
    let files = format.compactMap(\.file)
    guard let file = files.first, files.count == format.count, decision.verdict != .pass else { return }
    output.show(decision.errors)
    if !output.quiet { Terminal.printError("\(decision.headline); see \(file.neutralized())") }
  }
}

extension Canvas {
  fileprivate func showing(all: Bool, linkedFor environment: [String: String]) -> Canvas {
    var canvas = self
    (canvas.isComplete, canvas.links) = (all, SourceLinks(in: environment))
    return canvas
  }
}

extension Decision {
  /// Appends the decision to the ledger. A decision about nothing, whose inputs could not be read, is undecided already.
  fileprivate mutating func record(_ request: Request) {
    guard head != nil else { return }
    do throws(Diagnostic) {
      diagnostics += try Pipeline.record(self, of: request, for: .change, program: version).diagnostics
    } catch {
      fail(toRecord: error)
    }
  }
}

/// The options that `check` and `explain` share.
struct CheckOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The commit that the change goes to: a full id or a full ref.", valueName: "rev"))
  var base: String?
  @Option(help: ArgumentHelp("The commit under review: a full id or a full ref.", valueName: "rev")) var head: String?
  @Flag(help: "Judge the index against HEAD (pre-commit).") var staged = false
  @Flag(help: "Judge unrelated histories; every line of the head counts as new.") var allowUnrelated = false
  @Option(
    help: ArgumentHelp("A policy file; a path in the repository is read from the base. Repeatable.", valueName: "file"))
  var policy: [String] = []
  @Option(help: ArgumentHelp("Where the policy is read from; worktree is for a local preview.", valueName: "source"))
  var policyFrom: Request.PolicySource = .base
  @Option(
    help: ArgumentHelp(
      "Try it without a policy: deny findings of at least this severity (low, medium, high or critical) or of an unknown one.",
      valueName: "severity"), transform: threshold)
  var failOn: Severity?
  @Option(
    help: ArgumentHelp(
      "A VEX document besides those of the base commit; suppresses only if its policy pins it. Repeatable.",
      valueName: "file"))
  var vex: [String] = []
  @Option(
    help: ArgumentHelp(
      "The dialect of CODEOWNERS: github, gitlab, gitea or bitbucket. By default that of the CI system, the file's folder, or the host of `origin`.",
      valueName: "name"))
  var dialect: String?
  @Option(help: ArgumentHelp("A report of the base commit: what was there before. Repeatable.", valueName: "report"))
  var baseReport: [String] = []
  @Option(
    help: ArgumentHelp(
      "The full id of the commit that the reports were made from (staged: the index).", valueName: "id"))
  var scanned: String?
  @Option(
    help: ArgumentHelp(
      "The full id of the commit that the base reports were made from.", valueName: "id"))
  var baseScanned: String?
  @Option(
    help: ArgumentHelp(
      "The number of commits of the base branch in which the first day of findings is looked for.", valueName: "commits"
    ))
  var historyLimit = Request.defaultHistoryLimit
  @OptionGroup var repository: RepositoryOptions
  @Option(help: ArgumentHelp("The time to judge at: 2026-11-22T10:00:00Z.", valueName: "rfc3339")) var now: Timestamp?
  @OptionGroup var input: ReportOptions

  func validate() throws {
    let given = [
      ("base", base), ("head", head), ("scanned", scanned), ("base-scanned", baseScanned), ("dialect", dialect),
    ]
    for (name, value) in given where value?.isEmpty ?? false {
      throw ValidationError("--\(name) has no value: a variable of the command line may be unset")
    }
    if staged, base != nil || head != nil {
      throw ValidationError("--staged compares HEAD with the index; leave --base and --head out")
    }
    if let scanned, scanned != "staged", !isObjectID(scanned) {
      throw ValidationError(
        "--scanned takes the full id of a commit or staged, and '\(scanned)' is neither; `git rev-parse` prints the id of a name"
      )
    }
    if let baseScanned, !isObjectID(baseScanned) {
      throw ValidationError(
        "--base-scanned takes the full id of a commit, and '\(baseScanned)' is none; `git rev-parse` prints the id of a name"
      )
    }
    if baseScanned != nil, baseReport.isEmpty {
      throw ValidationError("--base-scanned speaks of --base-report, and there is none")
    }
    if failOn != nil, !policy.isEmpty || policyFrom == .worktree {
      throw ValidationError("--fail-on judges without a policy; leave it out, or --policy and --policy-from")
    }
    if historyLimit < 0 { throw ValidationError("--history-limit takes a number of commits, 0 or more") }
    if policyFrom == .worktree, base != nil || isUnattended(environmentVariables()) {
      throw ValidationError("--policy-from worktree is only for a local preview: the change must not judge itself")
    }
  }

  /// The options that say what is decided and by what, of those that are given.
  var givenForDecision: [String] {
    let values: [(String, Bool)] = [
      ("base", base != nil), ("head", head != nil), ("staged", staged), ("allow-unrelated", allowUnrelated),
      ("policy", !policy.isEmpty), ("policy-from", policyFrom != .base), ("fail-on", failOn != nil),
      ("vex", !vex.isEmpty), ("dialect", dialect != nil), ("base-report", !baseReport.isEmpty),
      ("scanned", scanned != nil), ("base-scanned", baseScanned != nil),
      ("history-limit", historyLimit != Request.defaultHistoryLimit), ("now", now != nil),
      ("input-format", input.format != nil), ("root", !input.root.isEmpty),
    ]
    return values.filter(\.1).map { "--\($0.0)" }
  }

  /// Refuses runs that are not recorded, before they are made.
  func requireRecordable() throws {
    if staged || policyFrom == .worktree || failOn != nil {
      throw ValidationError("only decisions on commits by the policy of the base are recorded")
    }
  }

  func request(_ progress: Progress?) -> Request {
    var request = Request(now: now ?? Timestamp.current)
    (request.repository, request.trustedRepositories) = (repository.path, repository.trusted)
    (request.base, request.head, request.isStaged) = (base, head, staged)
    (request.allowsUnrelated, request.policies, request.policySource) = (
      allowUnrelated, policy.map(withoutSlashes), policyFrom
    )
    request.failOn = failOn
    (request.vex, request.reports, request.baseReports) = (vex, input.reports, baseReport)
    (request.scanned, request.baseScanned) = (scanned, baseScanned)
    (request.roots, request.inputFormat) = (input.root, input.format)
    request.historyLimit = historyLimit
    (request.environment, request.progress, request.dialect) = (environmentVariables(), progress, dialect)
    return request
  }
}

extension Request.PolicySource: ExpressibleByArgument {}

/// A path as it is without slashes at its end, which a shell completes the names of folders with.
private func withoutSlashes(_ path: String) -> String {
  let end = path.utf8.lastIndex { $0 != UInt8(ascii: "/") }
  return end.map { String(path[...$0]) } ?? path
}

/// The severity of `--fail-on`. `none` is no threshold: it would deny everything where a reader takes it for nothing.
private func threshold(_ word: String) throws -> Severity {
  let names = [Severity.low, .medium, .high, .critical].map(\.name)
  guard names.contains(word), let severity = Severity(name: word) else {
    let hint = nearest(to: word, among: names).map { "did you mean '\($0)'?" }
    throw ValidationError(hint ?? "it is one of \(names.joined(separator: ", "))")
  }
  return severity
}

extension Timestamp: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
