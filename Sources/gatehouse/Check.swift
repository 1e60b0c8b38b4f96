import ArgumentParser
import Model
import Pipeline
import System

/// The gate.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "May this change pass?",
    discussion: """
      Policy, waivers, VEX statements and CODEOWNERS are read from the base commit; the change cannot judge itself.
      Without --base the CI's environment says what to compare; outside of CI it is a local preview.
      """)

  @OptionGroup var options: CheckOptions
  @Option(
    help: ArgumentHelp(
      "How to print the decision: \(OutputTarget.allValueStrings.joined(separator: ", ")). Repeatable.",
      valueName: "name[=file]"))
  var format: [OutputTarget] = [OutputTarget(.text)]
  @OptionGroup var output: OutputOptions

  func run() throws {
    var request = try options.request()
    request.progress = output.progress
    let decision = check(request)
    try Terminal.write(decision, to: format, output)
    // The answer is out; taking the decision apart again would only cost time.
    leave(decision.verdict.exitCode)
  }
}

/// What is judged, against what. `explain` asks the same question.
struct CheckOptions: ParsableArguments {
  @Option(help: "The commit the change goes to: a full id or a full ref.") var base: String?
  @Option(help: "The commit under review: a full id or a full ref.") var head: String?
  @Flag(help: "Judge the index against HEAD (pre-commit).") var staged = false
  @Flag(help: "Judge unrelated histories; every line of head counts as new.") var allowUnrelated = false
  @Option(help: "A policy file; a path in the repository is read from the base. Repeatable.") var policy: [String] = []
  @Option(help: "Where the policy is read from: base, or worktree for a local preview.") var policyFrom:
    Request.PolicySource = .base
  @Option(help: "A VEX document besides those of the base commit. Repeatable.") var vex: [String] = []
  @Option(help: "A report of the base commit: what was there before. Repeatable.") var baseReport: [String] = []
  @Option(help: "The full id of the commit that the reports were made from ('staged' for the index).") var scanned:
    String?
  @OptionGroup var place: RepositoryOptions
  @OptionGroup var input: ReportOptions

  func request() throws -> Request {
    var request = Request(now: place.now ?? Timestamp.current)
    request.repository = place.repository
    request.trustedRepositories = place.trusted
    (request.base, request.head, request.isStaged) = (base, head, staged)
    (request.allowsUnrelated, request.policies, request.policySource) = (allowUnrelated, policy, policyFrom)
    (request.vex, request.reports, request.baseReports) = (vex, input.reports, baseReport)
    (request.scanned, request.roots) = (scanned, input.root)
    request.environment = environmentVariables()
    if staged, base != nil || head != nil {
      throw ValidationError("--staged compares HEAD with the index; leave --base and --head out")
    }
    if policyFrom == .worktree, base != nil || request.environment["CI"] != nil {
      throw ValidationError("--policy-from worktree is only for a local preview: the change must not judge itself")
    }
    return request
  }
}

extension Request.PolicySource: ExpressibleByArgument {}
