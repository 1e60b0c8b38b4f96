import Model
import Policies
import System

/// The policy of `check --fail-on SEVERITY`, by which Gatehouse is tried in a repository that has none.
extension PolicyBundle {
  /// One rule, which denies findings of at least a severity, and those of an unknown one. It is refused where there is a policy,
  /// so that the option cannot weaken one.
  static func trialPolicy(denying severity: Severity, in files: PolicyFiles<some Tree>) throws(PipelineError) -> Input {
    let option = "--fail-on \(severity.name)"
    guard try attempt({ () throws(Diagnostic) in try files.policies() }).isEmpty else {
      throw PipelineError([
        Diagnostic(
          .usage, "\(option) is for a repository without a policy, and \(files.tree.description) has one",
          help: "leave \(option) out, and the policy judges; or change its rules")
      ])
    }
    let text = """
      gatehouse: 1
      name: "none: \(option)"
      rules:
        - id: fail-on
          when: { severity: { at-least: \(severity.name) } }
          effect: deny

      """
    return Input(name: "builtin://fail-on", bytes: Array(text.utf8))
  }

  /// What all outputs say of a trial.
  static func trialNotice(denying severity: Severity) -> Diagnostic {
    Diagnostic(
      .policyNone,
      "no policy judged this: --fail-on \(severity.name) denies every finding of at least that severity or of an unknown one, "
        + "new or old",
      severity: .warning,
      help: "`gatehouse init` writes a policy to \(home)/; then leave --fail-on out")
  }
}
