package import Model

// Diagnostic codes of repositories.

extension DiagnosticCode {
  package static let repositoryOwner = DiagnosticCode(
    "repository-owner",
    "The repository belongs to another user. Pass --trust-repo with its path when that is meant.")
  package static let repositoryShallow = DiagnosticCode(
    "repository-shallow",
    "The clone is shallow and the needed commits were cut off. Fetch more history.")
  package static let repositoryIncomplete = DiagnosticCode(
    "repository-incomplete",
    "An object is missing: a partial clone, or a damaged one. Fetch without a filter.")
  package static let repositorySHA256 = DiagnosticCode(
    "repository-sha256",
    "The repository uses SHA-256 object names, which libgit2 1.5 cannot read.")
  package static let repositoryReftable = DiagnosticCode(
    "repository-reftable",
    "The repository keeps its refs in reftables, which libgit2 1.5 cannot read.")
  package static let repositoryExtension = DiagnosticCode(
    "repository-extension",
    "The repository uses an extension that libgit2 1.5 does not know.")
  package static let treeTooLarge = DiagnosticCode(
    "tree-too-large",
    "The tree has more entries or more folders in folders than the limit.")
  package static let indexSplit = DiagnosticCode(
    "index-split",
    "The index is split. Run: git update-index --no-split-index")
  package static let indexSparse = DiagnosticCode(
    "index-sparse",
    "The index is sparse. Run: git sparse-checkout reapply --no-sparse-index")
  package static let indexConflict = DiagnosticCode(
    "index-conflict",
    "The index holds an unfinished merge. Resolve it and add the files.")
  package static let revisionShortName = DiagnosticCode(
    "revision-short-name",
    "Short names are refused: a tag may bear the name of a branch. Use a full id or a full ref.")
  package static let entryDuplicate = DiagnosticCode(
    "entry-duplicate",
    "The tree has two entries of one name, which is malformed; readers disagree which one counts.")

  package static let ofGit: [DiagnosticCode] = [
    repositoryOwner, repositoryShallow, repositoryIncomplete, repositorySHA256, repositoryReftable,
    repositoryExtension, treeTooLarge, indexSplit, indexSparse, indexConflict, revisionShortName,
    entryDuplicate,
  ]
}
