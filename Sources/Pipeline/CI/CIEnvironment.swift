import Model

/// What a CI system says about the change that its job tests.
struct CIEnvironment: Equatable {
  /// The full id of the commit that the job tests.
  var head: String
  /// Set when the CI system says that the forge made the head by merging the change into its target.
  var merge: ForgeMerge?
  var base: CIBase
  /// Where this is said, for messages.
  var source: String

  init(head: String, merge: ForgeMerge? = nil, base: CIBase, source: String) {
    (self.head, self.merge, self.base, self.source) = (head, merge, base, source)
  }
}

/// A merge that the forge made to test a change. Its first parent is the tip that the target had then, or in a queue the
/// change before; its second parent is the change's own commit.
struct ForgeMerge: Equatable {
  /// The change's own commit; nil when the CI system does not say it.
  var own: String?
}

/// What a change is compared with, and whose policy bundle decides.
enum CIBase: Equatable {
  /// The tip of a branch, for both.
  case tip(TargetBranch)
  /// A merge queue: compared with `after`, which may hold changes that nobody has merged yet, and decided by the tip.
  case queue(TargetBranch, after: String)
  /// A push to the default branch: the commit that the branch had before, for both.
  case before(String)
}

extension CIEnvironment {
  /// The environment of the running CI system; nil when none runs. A job that does not say what is compared with what is
  /// the error `base-unknown`: nothing is guessed from the checkout, because the change under review controls it.
  ///
  /// - Parameter head: The head that the user names, for a job that does not say it.
  static func find(in environment: [String: String], head: String? = nil) throws(Diagnostic) -> CIEnvironment? {
    let variables = CIVariables(environment, namedHead: head)
    if let system = CISystem.all.first(where: { $0.isRunning(variables) }) { return try system.read(variables) }
    guard let marker = variables.unattended else { return nil }
    throw .baseUnknown(
      "\(marker) is set, so this is a CI job, and it does not say which commit the change goes to",
      marker == "CI" ? nil : "for a local preview unset \(marker)")
  }
}

/// Whether a CI system's job runs, known or not. It is never taken for a local preview, which the change itself judges.
package func isUnattended(_ environment: [String: String]) -> Bool {
  let variables = CIVariables(environment)
  return CISystem.all.contains { $0.isRunning(variables) } || variables.unattended != nil
}

extension Diagnostic {
  /// The error for a CI job that does not say what to compare.
  static func baseUnknown(_ text: String, _ alternative: String? = nil) -> Diagnostic {
    Diagnostic(
      .baseUnknown, text,
      help: "pass --base refs/remotes/origin/BRANCH, the branch that the change goes to, and --head COMMIT, a full id"
        + (alternative.map { "; \($0)" } ?? ""))
  }
}
