import Git
import Model

/// The policy bundle that a check decides by: that of the target branch or, where that cannot be read, the one that the change
/// brings, for a preview only.
struct DecidingBundle {
  var bundle: PolicyBundle
  /// Why the target branch's bundle does not decide; empty when it does. They are errors, so that no preview passes.
  var obstacles: [Diagnostic] = []

  init(_ request: Request, _ comparison: Comparison, in repository: Repository) throws(PipelineError) {
    do throws(PipelineError) {
      bundle = try PolicyBundle.load(for: request, at: comparison.rules, in: repository)
    } catch {
      guard request.policySource == .base, request.failOn == nil, comparison.base != nil, error.isAboutPolicy,
        !error.isAboutArguments(of: request)
      else {
        throw error
      }
      self = try Self.preview(error, request, comparison, in: repository)
    }
  }

  private init(preview bundle: PolicyBundle, _ obstacles: [Diagnostic]) {
    (self.bundle, self.obstacles) = (bundle, obstacles)
    self.bundle.waivers = bundle.waivers.takenAsApproved(apartFrom: .none)
  }

  /// - Parameter failure: What is wrong with the target branch's bundle.
  private static func preview(
    _ failure: PipelineError, _ request: Request, _ comparison: Comparison, in repository: Repository
  ) throws(PipelineError) -> DecidingBundle {
    let isMissing = failure.isMissingPolicy
    do throws(PipelineError) {
      let proposed = try PolicyBundle.load(for: request, mergedBy: comparison, in: repository)
      let errors = proposed.errors
      guard errors.isEmpty else { throw PipelineError(errors) }
      return DecidingBundle(
        preview: proposed,
        isMissing ? [missing(comparison)] : failure.diagnostics + [broken(comparison, isRepaired: true)])
    } catch {
      guard error.isAboutPolicy else { throw error }
      guard isMissing else { throw PipelineError(failure.diagnostics + [broken(comparison, isRepaired: false)]) }
      throw error.isMissingPolicy ? failure : PipelineError(brokenFirst(error.diagnostics, comparison))
    }
  }

  private static func missing(_ comparison: Comparison) -> Diagnostic {
    Diagnostic(
      .policyMissingAtBase, "\(comparison.targetName) has no policy; this change brings the first one",
      help: comparison.head == nil
        ? "commit the policy alone, with `git commit --no-verify`; it judges every commit from then on"
        : "review the policy, and unless it is merged already, merge this change with an administrator's bypass of the "
          + "required check; the policy judges every change from then on")
  }

  /// The errors for a change that brings the first policy bundle, which cannot be read.
  ///
  /// - Parameter faults: What is wrong with that bundle.
  private static func brokenFirst(_ faults: [Diagnostic], _ comparison: Comparison) -> [Diagnostic] {
    let first = faults.filter { $0.severity == .error }.sorted().first.map { ": \($0.text)" } ?? ""
    return [
      Diagnostic(
        .policyMissingAtBase,
        "\(comparison.targetName) has no policy, and with this change merged, nothing could be judged\(first)",
        help: "repair the policy in this change, and do not merge it before; `gatehouse policy check` finds mistakes")
    ] + faults
  }

  /// The error for a bundle of the target branch that cannot be used, and what a team does about it.
  static func broken(_ comparison: Comparison, isRepaired: Bool) -> Diagnostic {
    Diagnostic(
      .policyBrokenAtBase,
      "the policy of \(comparison.targetName) cannot be read, "
        + (isRepaired ? "and this change repairs it" : "so no change can be judged"),
      because: isRepaired ? [] : ["this change does not repair it"],
      help: isRepaired
        ? "review this change, and merge it with an administrator's bypass of the required check"
        : "open a change that repairs it; Gatehouse says so when one does, and an administrator's bypass of the required "
          + "check merges it")
  }
}

extension Decision {
  /// Makes the decision by a bundle that does not count a preview: undecided, with the verdict that it would have been.
  mutating func becomePreview(_ obstacles: [Diagnostic]) {
    guard !obstacles.isEmpty else { return }
    preview = verdict
    diagnostics += obstacles
  }
}

extension PolicyBundle {
  var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}

extension PipelineError {
  /// Whether the content of files is at fault, and not the repository that could not give them.
  var isAboutPolicy: Bool {
    !diagnostics.contains { DiagnosticCode.ofGit.contains($0.code) || $0.code == .repositoryUnreadable }
  }

  /// Whether the command line is at fault: it names what is no dialect, or a policy that is no file of the base.
  fileprivate func isAboutArguments(of request: Request) -> Bool {
    diagnostics.allSatisfy { fault in
      guard let file = fault.position?.file else { return fault.code == .policyUnknownName }
      let isOutside = file.begins(with: "/")
      return request.policies.contains { $0.isSame(as: file) } && (isOutside || fault.position?.line == nil)
    }
  }

  fileprivate var isMissingPolicy: Bool { diagnostics.allSatisfy { $0.code == .policyMissing } }
}

extension Comparison {
  /// The target branch in messages: `main@1a2b3c4`, or a commit.
  var targetName: String { targetBranch.map { "\($0)@\(rules.short)" } ?? "the base commit \(rules.short)" }

  /// The name of the target branch; nil where only its commit is known.
  var targetBranch: String? {
    guard let ref = base?.ref, base?.commit == rules else { return nil }
    let branch = ref.split(separator: "/").dropFirst(2).joined(separator: "/")
    return branch.isEmpty ? ref : branch
  }
}
