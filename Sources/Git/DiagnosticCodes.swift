package import Model

// Diagnostic codes of git repositories.

extension DiagnosticCode {
  package static let repositoryOwner = DiagnosticCode(
    "repository-owner",
    "The repository belongs to another user. If you trust it, pass its path with --trust-repo.")
  package static let repositoryShallow = DiagnosticCode(
    "repository-shallow",
    "The clone is shallow and lacks commits that are needed. Fetch more history.")
  package static let repositoryIncomplete = DiagnosticCode(
    "repository-incomplete",
    "An object of the repository is missing, because the clone is partial or damaged. Fetch without a filter.")
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
    "The tree has more entries than the limit, or its folders are nested more deeply than the limit.")
  package static let indexSplit = DiagnosticCode(
    "index-split",
    "The git index is split into two files, which is not supported. Run `git update-index --no-split-index`.")
  package static let indexSparse = DiagnosticCode(
    "index-sparse",
    "The git index is sparse, which is not supported. Run `git sparse-checkout reapply --no-sparse-index`.")
  package static let indexConflict = DiagnosticCode(
    "index-conflict",
    "The git index contains an unresolved merge conflict. Resolve it and add the files.")
  package static let revisionShortName = DiagnosticCode(
    "revision-short-name",
    "Short names are refused, because a tag and a branch can have the same name. Use a full commit id or a full ref "
      + "name, such as refs/heads/main.")
  package static let entryDuplicate = DiagnosticCode(
    "entry-duplicate",
    "A git tree has two entries with the same name, which is invalid. Programs disagree about which one counts.")

  package static let repositoryUnwritable = DiagnosticCode(
    "repository-unwritable",
    "An object or a ref could not be written to the repository. Nothing that was there before has changed. The message names "
      + "the file and the reason.")
  package static let refLocked = DiagnosticCode(
    "ref-locked",
    "Another program holds the lock of a ref for longer than Gatehouse waits. Run the command again.")

  package static let ofGit: [DiagnosticCode] = [
    repositoryUnwritable, refLocked,
    repositoryOwner, repositoryShallow, repositoryIncomplete, repositorySHA256, repositoryReftable,
    repositoryExtension, treeTooLarge, indexSplit, indexSparse, indexConflict, revisionShortName,
    entryDuplicate,
  ]
}
