import Model

/// The commits that a CI system asks about, as far as its environment can be trusted for it.
///
/// Newness compares with `base`; the policy bundle comes from `rules`, the tip of the branch that the change goes to. They differ
/// in a merge queue, where `base` may hold earlier changes that nobody has merged yet.
struct CIEnvironment: Equatable {
  var base: String
  var head: String
  /// The change's own commit, which is the second parent of `head`, when `head` is a merge that the forge made to try the change.
  /// Only then is the first parent the target's tip. In any other merge it is whatever its author chose.
  var testMergeOf: String?
  /// Names for the tip of the target branch, best first; empty: the same as `base`.
  var rules: [String] = []
  /// The source of these commits in messages.
  var source: String

  init(base: String, head: String, testMergeOf: String? = nil, rules: [String] = [], source: String) {
    (self.base, self.head, self.testMergeOf, self.rules, self.source) = (base, head, testMergeOf, rules, source)
  }

  /// From what a CI system may have left open. An open end is never filled in from the checkout, which is the change's own:
  /// it is `base-unknown`.
  init(
    base: String?, head: String?, testMergeOf: String? = nil, rules: [String] = [], source: String
  ) throws(Diagnostic) {
    guard let base, let head else {
      throw Diagnostic(
        .baseUnknown, "the \(source) does not say which commit \(base == nil ? "the change goes to" : "is the change")",
        help: "pass --base and --head, each a full commit id or a full ref such as refs/heads/main")
    }
    self.init(base: base, head: head, testMergeOf: testMergeOf, rules: rules, source: source)
  }

  /// Nil where no CI system runs. A CI system that is not known is `base-unknown`.
  static func find(in environment: [String: String]) throws(Diagnostic) -> CIEnvironment? {
    if let system = CISystem.all.first(where: { $0.isRunning(environment) }) { return try system.read(environment) }
    guard environment["CI"] == nil || environment["CI"] == "false" else {
      throw Diagnostic(
        .baseUnknown, "this CI system does not say which commit the change goes to",
        help: "pass --base and --head, each a full commit id or a full ref such as refs/heads/main")
    }
    return nil
  }
}

/// A CI system whose environment variables are understood. Each is one file in this folder and one name in `all`.
struct CISystem: Sendable {
  let isRunning: @Sendable (_ environment: [String: String]) -> Bool
  let read: @Sendable (_ environment: [String: String]) throws(Diagnostic) -> CIEnvironment

  /// The first one that runs is asked.
  static let all = [github, gitlab]
}
