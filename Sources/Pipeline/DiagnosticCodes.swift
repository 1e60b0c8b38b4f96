import Model

// Diagnostic codes of a run.

extension DiagnosticCode {
  package static let policyNameUnused = DiagnosticCode(
    "policy-name-unused",
    "The policy names a scanner or a rule that none of the reports has, which `policy check --reports` looked at, or an "
      + "owner whom no line of CODEOWNERS has. It may be misspelt."
  )
  package static let policyPathUnmatched = DiagnosticCode(
    "policy-path-unmatched",
    "The policy or a waiver names a path that no file of the repository has. It may be misspelt, or its folder was renamed. "
      + "Evidence for such a path can never be given.")
  package static let mergeBaseMissing = DiagnosticCode(
    "merge-base-missing",
    "Base and head have no common ancestor, so the change cannot be determined. Fetch more history, or pass "
      + "--allow-unrelated to count every line of the head as new.")
  package static let mergeBasesSeveral = DiagnosticCode(
    "merge-bases-several",
    "Base and head have several merge bases, or a merge is being made. A line counts as new where one of the merge bases does "
      + "not have it, nor the base; before a merge is committed, where none of the merged commits has it."
  )
  package static let baseUnknown = DiagnosticCode(
    "base-unknown",
    "The base or the head of the change was not given, so it is taken from the CI environment or is unknown. Pass "
      + "--base and --head to set them.")
  package static let targetTipMissing = DiagnosticCode(
    "target-tip-missing",
    "The clone has no remote-tracking ref of the branch that the change goes to, so its policy cannot be read. Run the "
      + "fetch that the message names.")
  package static let targetTipStale = DiagnosticCode(
    "target-tip-stale",
    "The clone's remote-tracking ref of the target branch does not contain the commit that the CI system calls the base, "
      + "so it may be older than the branch. Run the fetch that the message names. It is a warning when the last fetch "
      + "brought the branch: then the change was retargeted or the branch rewritten, and its tip decides.")
  package static let baseNotProtected = DiagnosticCode(
    "base-not-protected",
    "The change goes to a branch that is neither the default branch nor known to be protected. It is "
      + "judged by the policy of that branch, which everybody who may push to the branch can edit. The verdict says nothing about a later merge into another branch."
  )
  package static let nothingCompared = DiagnosticCode(
    "nothing-compared",
    "The head has nothing that the base does not have, or nothing is staged. No finding can be new, so the verdict says "
      + "nothing about a change. Check which commits are compared.")
  package static let reportOtherLines = DiagnosticCode(
    "report-other-lines",
    "A report was made from the change's own commit, and the forge's test merge is judged. In files that the target branch "
      + "changed too, its line numbers are those of other lines, so every line of these files counts as changed.")
  package static let policyChanged = DiagnosticCode(
    "policy-changed",
    "The change edits a file of the gate's configuration (policy, waivers, VEX, CODEOWNERS). The base's version "
      + "decides; the message says what the new version would change.")
  package static let policyMissingAtBase = DiagnosticCode(
    "policy-missing-at-base",
    "The target branch has no policy, and the change brings the first one. A change cannot judge itself, so the verdict is "
      + "undecided; what the policy would say is shown as a preview. Review the policy and merge it with an administrator's "
      + "bypass of the required check, or before the check is required. One that cannot be read is to be repaired first."
  )
  package static let policyBrokenAtBase = DiagnosticCode(
    "policy-broken-at-base",
    "The policy, waivers, VEX statements or CODEOWNERS of the target branch cannot be read, so no change can be judged, not "
      + "even the one that repairs them. The message says whether this change does. Review that change and merge it with an "
      + "administrator's bypass of the required check.")
  package static let policyNone = DiagnosticCode(
    "policy-none",
    "No policy judged the findings, but the rule of `check --fail-on SEVERITY`, which is meant for a first try. Commit a policy to "
      + "the base branch, and leave the option out.")
  package static let policyStopsNothing = DiagnosticCode(
    "policy-stops-nothing",
    "No rule of the policy denies anything, so a required check would never stop a change. It is meant for a beginning only."
  )
  package static let policyUnowned = DiagnosticCode(
    "policy-unowned",
    "Nobody owns `.gatehouse/` in CODEOWNERS, so a change of the policy needs nobody's review. Give it an owner.")
  package static let evidenceNotRequired = DiagnosticCode(
    "evidence-not-required",
    "A scanner reported for which the policy does not ask, or it asks for none. Nobody would notice if it did not run.")
  package static let policyFileUnread = DiagnosticCode(
    "policy-file-unread",
    "A file among those of the policy has a name or a place that is not read. If it is a policy, this is an error, "
      + "because its rules would not apply, and so is a VEX document, which may withdraw a statement. Rename or move it."
  )
  package static let policyTestFailed = DiagnosticCode(
    "policy-test-failed",
    "A policy test got a different result than it expects.")
  package static let usage = DiagnosticCode("usage", "The options of the command line do not fit together.")
  package static let nothingToJudge = DiagnosticCode(
    "nothing-to-judge",
    "No report was given, so nothing was scanned. This does not count as a clean scan. Pass at least one report.")
  package static let baseReportOlder = DiagnosticCode(
    "base-report-older",
    "A base report was made from a commit before the base. What it has is old where nothing has touched its place since. What "
      + "it lacks may have come later, so its absence proves nothing. A report on the base itself proves more.")
  package static let findingUnknown = DiagnosticCode(
    "finding-unknown",
    "No finding of the reports has this id, or several have ids that begin so. `gatehouse check` prints the first digits of "
      + "ids, and `--format json` all of them.")
  package static let waiverExists = DiagnosticCode(
    "waiver-exists",
    "The finding is suppressed already, so another waiver has no use. A waiver can be renewed shortly before it ends.")
  package static let waiverDrafted = DiagnosticCode(
    "waiver-drafted",
    "Waivers were written as a patch. They have an effect when they are on the base branch.")

  package static let scannerSettingsIgnored = DiagnosticCode(
    "scanner-settings-ignored",
    "A commit brings settings for the scanner that was to look at it, and `gatehouse record --commit` left them out: they could "
      + "make the scanner pass over code, or run code of the commit. Trusted settings can be named by an option of the scanner."
  )

  package static let ofPipeline: [DiagnosticCode] = [
    mergeBaseMissing, mergeBasesSeveral, baseUnknown, targetTipMissing, targetTipStale, baseNotProtected,
    nothingCompared, reportOtherLines, policyChanged, policyNone, policyMissingAtBase, policyBrokenAtBase,
    policyStopsNothing, policyUnowned, evidenceNotRequired,
    policyFileUnread,
    policyTestFailed, usage, nothingToJudge, baseReportOlder, findingUnknown, waiverExists, waiverDrafted,
    policyNameUnused, policyPathUnmatched, scannerSettingsIgnored,
  ]
}
