import Model

/// The commits that a CI system's environment variables name.
///
/// Newness is computed against `base`. The policy bundle comes from `rules`, the tip of the target branch. They differ
/// in a merge queue, where `base` may contain earlier changes that are not merged yet.
struct CIEnvironment: Equatable {
  var base: String
  var head: String
  /// The change's own commit, set when `head` is a test merge that the forge made; the commit is then the
  /// second parent of `head`. The first parent is the tip of the target branch only in a test merge; in
  /// other merges the author chose it.
  var testMergeOf: String?
  /// Ref names or ids for the tip of the target branch, best first; empty when it is the same as `base`.
  var rules: [String] = []
  /// The source of these commits, for messages.
  var source: String

  init(base: String, head: String, testMergeOf: String? = nil, rules: [String] = [], source: String) {
    (self.base, self.head, self.testMergeOf, self.rules, self.source) = (base, head, testMergeOf, rules, source)
  }

  /// Throws `base-unknown` when the CI system names no base or no head. They are never taken from the checkout, because
  /// the change under review controls it.
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

  /// The environment of the running CI system; nil when none runs. An unsupported CI
  /// system is the error `base-unknown`.
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

/// A supported CI system. Each is one file in this folder and one element of `all`.
struct CISystem: Sendable {
  let isRunning: @Sendable (_ environment: [String: String]) -> Bool
  let read: @Sendable (_ environment: [String: String]) throws(Diagnostic) -> CIEnvironment

  /// All supported CI systems; the first one that is running is used.
  static let all = [github, gitlab]
}
