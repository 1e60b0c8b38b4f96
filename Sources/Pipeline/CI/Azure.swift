import Interning
import Model

extension CISystem {
  /// Azure Pipelines (learn.microsoft.com, "Use predefined variables"). A build of a pull request runs on a merge that
  /// Azure or GitHub made; no variable holds the target's commit.
  static let azure = CISystem(
    name: "Azure Pipelines",
    isRunning: { $0.isOn("TF_BUILD") },
    read: { variables throws(Diagnostic) in
      guard let target = variables["SYSTEM_PULLREQUEST_TARGETBRANCH"] else {
        throw .baseUnknown(
          "Azure Pipelines does not say which commit the branch had before, or which branch is the default")
      }
      let ref = variables["BUILD_SOURCEBRANCH"] ?? ""
      let isMerge = ref.hasPrefix("refs/pull/") && ref.hasSuffix("/merge")
      let (head, own) = (try variables.head("BUILD_SOURCEVERSION"), variables["SYSTEM_PULLREQUEST_SOURCECOMMITID"])
      // The documentation has the long form of the branch; builds of GitHub repositories get the short one.
      return CIEnvironment(
        head: head, merge: isMerge && own?.isSame(as: head) != true ? ForgeMerge(own: own) : nil,
        base: .tip(TargetBranch(name: target.branchOfRef ?? target)), source: "Azure pull request variables")
    })
}
