import Interning
import Model

/// A push to a branch, or another job that tests a branch or a tag and no change request.
struct BranchPush {
  /// The branch, without `refs/heads/`; nil for a tag.
  var branch: String?
  var head: String
  /// The commit that the branch had before; nil or all zeros when there was none or the CI system does not say it.
  var before: String?
  var defaultBranch: String?
  var project: TargetProject?
  var source: String

  /// A push to the default branch is judged by what was there before. Any other branch is a change to the default branch,
  /// not with what was pushed to it earlier: that is not merged, so it is neither the base nor the policy.
  func environment() throws(Diagnostic) -> CIEnvironment {
    guard let defaultBranch else { throw .baseUnknown("the \(source) does not say which branch is the default branch") }
    guard let branch, branch.isSame(as: defaultBranch) else {
      let target = TargetBranch(name: defaultBranch, project: project, defaultBranch: defaultBranch)
      return CIEnvironment(head: head, base: .tip(target), source: source)
    }
    guard let before, before.utf8.contains(where: { $0 != UInt8(ascii: "0") }) else {
      throw .baseUnknown("the \(source) does not say which commit \(defaultBranch) had before")
    }
    return CIEnvironment(head: head, base: .before(before), source: source)
  }
}
