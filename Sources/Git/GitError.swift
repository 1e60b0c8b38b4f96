/// Why something about a repository cannot be known: what, the facts behind it, and what to do now.
package struct GitError: Error, Hashable, Sendable {
  package var code: Code
  /// One sentence that stands alone.
  package var text: String
  /// Facts that led here, one sentence each.
  package var because: [String]
  package var help: String?

  init(_ code: Code, _ text: String, because: [String] = [], help: String? = nil) {
    (self.code, self.text, self.because, self.help) = (code, text, because, help)
  }

  /// The stable names, spelled as the diagnostic codes of the whole house.
  package enum Code: String, CaseIterable, Sendable {
    case repositoryUnreadable = "repository-unreadable"
    case repositoryOwner = "repository-owner"
    case repositoryShallow = "repository-shallow"
    case repositoryIncomplete = "repository-incomplete"
    case repositorySHA256 = "repository-sha256"
    case repositoryReftable = "repository-reftable"
    case repositoryExtension = "repository-extension"
    case treeTooLarge = "tree-too-large"
    case indexSplit = "index-split"
    case indexSparse = "index-sparse"
    case indexConflict = "index-conflict"
    case headUnborn = "head-unborn"
    case revisionNotFound = "revision-not-found"
    case revisionShortName = "revision-short-name"
    case entryNotRegular = "entry-not-regular"
    case entryDuplicate = "entry-duplicate"
    case fileTooLarge = "file-too-large"
  }
}
