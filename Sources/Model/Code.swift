/// The stable name of a diagnostic or a reason: kebab-case, says what is wrong, never reused for something else.
///
/// `docs/codes.md` lists them all; a test compares. `gatehouse explain CODE` prints one.
package enum Code: String, CaseIterable, Sendable {
  // Documents
  case jsonInvalid = "json-invalid"
  case jsonDuplicateKey = "json-duplicate-key"
  case jsonTooDeep = "json-too-deep"
  case jsonUnexpectedType = "json-unexpected-type"
  case encodingInvalid = "encoding-invalid"
  case yamlInvalid = "yaml-invalid"
  case yamlUnsupported = "yaml-unsupported"
  case yamlDuplicateKey = "yaml-duplicate-key"
  case yamlBidirectional = "yaml-bidirectional"
  case fileUnreadable = "file-unreadable"
  case fileTooLarge = "file-too-large"
  case dateInvalid = "date-invalid"
  case purlInvalid = "purl-invalid"

  // Repository
  case repositoryUnreadable = "repository-unreadable"
  case repositoryOwner = "repository-owner"
  case repositoryShallow = "repository-shallow"
  case repositoryIncomplete = "repository-incomplete"
  case repositorySHA256 = "repository-sha256"
  case repositoryReftable = "repository-reftable"
  case repositoryExtension = "repository-extension"
  case indexSplit = "index-split"
  case indexSparse = "index-sparse"
  case indexConflict = "index-conflict"
  case headUnborn = "head-unborn"
  case revisionNotFound = "revision-not-found"
  case revisionShortName = "revision-short-name"
  case mergeBaseMissing = "merge-base-missing"
  case mergeBasesSeveral = "merge-bases-several"
  case baseUnknown = "base-unknown"
  case entryNotRegular = "entry-not-regular"
  case entryDuplicate = "entry-duplicate"
  case caseTwin = "case-twin"

  // Ownership
  case codeownersTooLarge = "codeowners-too-large"
  case codeownersInvalidPattern = "codeowners-invalid-pattern"
  case codeownersInvalidOwner = "codeowners-invalid-owner"
  case codeownersInvisible = "codeowners-invisible"
  case codeownersMissing = "codeowners-missing"

  // Evidence
  case formatUnknown = "format-unknown"
  case formatAmbiguous = "format-ambiguous"
  case formatVersion = "format-version"
  case reportInvalid = "report-invalid"
  case reportEmpty = "report-empty"
  case reportFailed = "report-failed"
  case reportUnbound = "report-unbound"
  case reportWrongCommit = "report-wrong-commit"
  case reportStale = "report-stale"
  case reportFromFuture = "report-from-future"
  case reportMissing = "report-missing"
  case evidenceMissing = "evidence-missing"
  case evidencePartial = "evidence-partial"
  case manifestInvalid = "manifest-invalid"
  case severityUnknownWord = "severity-unknown-word"
  case pathOutside = "path-outside"

  // VEX
  case vexInvalid = "vex-invalid"
  case vexConflict = "vex-conflict"
  case vexNotTrusted = "vex-not-trusted"
  case vexUnused = "vex-unused"
  case vexFromFuture = "vex-from-future"
  case vexStale = "vex-stale"

  // Policy
  case policyMissing = "policy-missing"
  case policyEmpty = "policy-empty"
  case policyUnknownKey = "policy-unknown-key"
  case policyUnknownName = "policy-unknown-name"
  case policyWrongType = "policy-wrong-type"
  case policyInvalidValue = "policy-invalid-value"
  case policyMissingKey = "policy-missing-key"
  case policyDuplicateRule = "policy-duplicate-rule"
  case policyChanged = "policy-changed"
  case policyTestFailed = "policy-test-failed"
  case policyTestEmpty = "policy-test-empty"
  case baseNotProtected = "base-not-protected"

  // Waivers
  case waiverInvalid = "waiver-invalid"
  case waiverExpired = "waiver-expired"
  case waiverExpiring = "waiver-expiring"
  case waiverTooLong = "waiver-too-long"
  case waiverUnused = "waiver-unused"
  case waiverNotAuthorized = "waiver-not-authorized"

  // Reasons of a judgement
  case ruleMatched = "rule-matched"
  case ruleUnknown = "rule-unknown"
  case ruleNotYet = "rule-not-yet"
  case exceptionApplied = "exception-applied"
  case exceptionNotApplied = "exception-not-applied"
  case vexApplied = "vex-applied"
  case vexNotApplied = "vex-not-applied"
  case waiverApplied = "waiver-applied"
  case toolSuppressed = "tool-suppressed"
  case resolvedByChange = "resolved-by-change"
  case noRuleMatched = "no-rule-matched"

  // Running
  case usage = "usage"
  case nothingToJudge = "nothing-to-judge"
  case outputFailed = "output-failed"
  case internalFault = "internal-fault"
}
