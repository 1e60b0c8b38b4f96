import Model

// Diagnostic codes of the ledger.

extension DiagnosticCode {
  package static let recordTooLarge = DiagnosticCode(
    "record-too-large",
    "A run has more findings, or longer names, than a record of the ledger may hold, so it was not recorded.")
  package static let recordInvalid = DiagnosticCode(
    "record-invalid",
    "A file is not a record of the ledger, or is damaged: a member is missing, unknown or has a wrong value, or the bytes are "
      + "not the canonical form.")
  package static let recordUnknown = DiagnosticCode(
    "record-unknown",
    "The ledger has no record of this name, or several that begin with it. `gatehouse ledger show` lists the names.")
  package static let runNotRecordable = DiagnosticCode(
    "run-not-recordable",
    "The ledger records decisions on commits by the policy of the base branch. The index, a policy of the working tree and a "
      + "run that could not read its inputs are not recorded.")
  package static let ledgerAltered = DiagnosticCode(
    "ledger-altered",
    "A commit of the ledger changes or removes a record, or adds a file that is no record. Somebody edited the ledger. "
      + "Find out who may push to it, and restore the ref to the last commit that verifies.")
  package static let ledgerRewritten = DiagnosticCode(
    "ledger-rewritten",
    "The ledger does not contain a commit that it had before, so somebody replaced it by another one. Restore the ref to a "
      + "commit that contains the known one.")
  package static let ledgerMissing = DiagnosticCode(
    "ledger-missing",
    "The repository has no ledger yet. `gatehouse ledger record` begins one; `gatehouse ledger fetch` brings that of the remote."
  )
  package static let remoteFailed = DiagnosticCode(
    "remote-failed",
    "The git program could not fetch from the remote or push to it within the time limit. The message shows what it said."
  )
  package static let ledgerLoose = DiagnosticCode(
    "ledger-loose",
    "Each record adds about six small files to the repository. `git gc` packs them into one.")
  package static let inputMissing = DiagnosticCode(
    "input-missing",
    "A past run cannot be made again, because one of its inputs was not found by its digest. The message names it.")
  package static let runOfOtherVersion = DiagnosticCode(
    "run-of-other-version",
    "A past run was made by another version of Gatehouse, which may word a decision in another way.")

  package static let ofLedger: [DiagnosticCode] = [
    recordTooLarge, recordInvalid, recordUnknown, runNotRecordable, ledgerAltered, ledgerRewritten, ledgerMissing,
    remoteFailed, ledgerLoose, inputMissing, runOfOtherVersion,
  ]
}
