import Git
import Interning
import Model

/// The branch that a change goes to. The policy bundle of its tip decides.
struct TargetBranch: Equatable {
  /// The name without `refs/heads/`.
  var name: String
  /// The project that the branch belongs to; nil when the CI system does not name it.
  var project: TargetProject?
  /// Commits that the CI system says are on the branch, so that a tip without them is too old or of another branch.
  var contains: [String] = []
  /// The default branch of the project, where the CI system names it.
  var defaultBranch: String?
  /// Whether the CI system says that the branch is protected.
  var isProtected = false

  /// The warning for a branch that is neither the default branch nor known to be protected.
  var notProtected: Diagnostic? {
    guard let defaultBranch, !isProtected, !name.isSame(as: defaultBranch) else { return nil }
    return Diagnostic(
      .baseNotProtected,
      "the change goes to \(name), and \(name)'s policy decides; the default branch is \(defaultBranch)",
      severity: .warning,
      help: "before it is merged into \(defaultBranch), judge it again with that branch as its target")
  }

  /// The full ref name of the tip in this clone: a remote-tracking ref of the target project's remote. A bare clone
  /// without such refs has the branches of its remote under their own names.
  func ref(in repository: Repository) throws(Diagnostic) -> (ref: String, remote: String) {
    let remote = project?.remote(in: repository) ?? TargetProject.usualRemote(of: repository)
    let ref = "refs/remotes/\(remote)/\(name)"
    if repository.isBare, remote != TargetProject.otherRemote, try !repository.hasRef(ref) {
      return ("refs/heads/\(name)", remote)
    }
    return (ref, remote)
  }
}
