import Model

// Diagnostic codes of CODEOWNERS files.

extension DiagnosticCode {
  package static let codeownersInvalidPattern = DiagnosticCode(
    "codeowners-invalid-pattern",
    "The pattern or expression of the line is invalid, so the forge skips the line, or it matches nothing.")
  package static let codeownersInvalidOwner = DiagnosticCode(
    "codeowners-invalid-owner",
    "The line names an owner in a form that the forge does not know. GitHub and Bitbucket skip the line, Gitea the owner."
  )
  package static let codeownersInvisibleCharacter = DiagnosticCode(
    "codeowners-invisible-character",
    "The pattern contains an invisible character, so it matches other files than it seems to. The rule still applies. "
      + "Delete the character.")
  package static let codeownersWrongCase = DiagnosticCode(
    "codeowners-wrong-case",
    "The name of a file differs from CODEOWNERS only in upper and lower case, so the file is ignored. Rename it.")
  package static let codeownersTooLarge = DiagnosticCode(
    "codeowners-too-large",
    "CODEOWNERS is larger than its forge reads (GitHub: under 3 MB; elsewhere 8 MiB), so the owners are unknown.")
  package static let codeownersMissing = DiagnosticCode(
    "codeowners-missing",
    "There is no CODEOWNERS file, so no finding has an owner.")
  package static let codeownersEmpty = DiagnosticCode(
    "codeowners-empty",
    "The CODEOWNERS file that counts names no owner, so no finding has one. It hides the files at later locations, "
      + "because the forge reads the first one only.")
  package static let codeownersIncorrectFormat = DiagnosticCode(
    "codeowners-incorrect-format", "The line names no owner, so Gitea skips it.")
  package static let codeownersUnsupportedExpression = DiagnosticCode(
    "codeowners-unsupported-expression",
    "The expression uses syntax beyond RE2, such as lookaround, which some versions of Gitea read. The owners are unknown."
  )
  package static let codeownersMissingEntryOwner = DiagnosticCode(
    "codeowners-missing-entry-owner",
    "An entry names no owner, nor does its section by default. GitLab then asks nobody for an approval.")
  package static let codeownersMalformedEntryOwner = DiagnosticCode(
    "codeowners-malformed-entry-owner",
    "A word of an entry is no owner. GitLab uses the others, also those in what looks like a comment.")
  package static let codeownersMissingSectionName = DiagnosticCode(
    "codeowners-missing-section-name", "The header of a section has no name. GitLab reads its entries.")
  package static let codeownersInvalidApprovalRequirement = DiagnosticCode(
    "codeowners-invalid-approval-requirement",
    "An optional section asks for a number of approvals, which GitLab does not enforce.")
  package static let codeownersInvalidSectionOwnerFormat = DiagnosticCode(
    "codeowners-invalid-section-owner-format",
    "What stands for the default owners of a section is no owner, so entries without owners have none.")
  package static let codeownersInvalidSectionFormat = DiagnosticCode(
    "codeowners-invalid-section-format",
    "The header of a section is not closed. GitLab reads the line as an entry, and the section does not begin.")

  package static let ofOwnership: [DiagnosticCode] =
    [
      codeownersInvalidPattern, codeownersInvalidOwner, codeownersInvisibleCharacter,
      codeownersWrongCase,
      codeownersTooLarge,
      codeownersMissing, codeownersEmpty, codeownersIncorrectFormat, codeownersUnsupportedExpression,
      codeownersMissingEntryOwner, codeownersMalformedEntryOwner, codeownersMissingSectionName,
      codeownersInvalidApprovalRequirement, codeownersInvalidSectionOwnerFormat, codeownersInvalidSectionFormat,
    ] + ofDialects + ofLint

  // The choice of the dialect.

  package static let codeownersDialect = DiagnosticCode(
    "codeowners-dialect",
    "Says which CODEOWNERS file is read, in which forge's dialect, and why. `--dialect` names another.")
  package static let codeownersAmbiguous = DiagnosticCode(
    "codeowners-ambiguous",
    "There are CODEOWNERS files of several forges, and nothing says which forge counts. Name the dialect.")
  private static let ofDialects = [codeownersDialect, codeownersAmbiguous]

  // What `gatehouse owners --check` finds.

  package static let codeownersShadowed = DiagnosticCode(
    "codeowners-shadowed", "Later lines take all files of a rule, so it has no effect. Move it down, or delete it.")
  package static let codeownersDead = DiagnosticCode(
    "codeowners-dead", "The pattern matches no file of the tree. Correct it, or delete the line.")
  package static let codeownersCleared = DiagnosticCode(
    "codeowners-cleared", "A rule without owners takes the owners from files that earlier rules name owners for.")
  package static let codeownersDuplicate = DiagnosticCode(
    "codeowners-duplicate", "A pattern stands in several lines. Which of them counts depends on the forge.")
  package static let codeownersHidden = DiagnosticCode(
    "codeowners-hidden", "A CODEOWNERS file is not read, because the forge reads another one first.")
  private static let ofLint = [
    codeownersShadowed, codeownersDead, codeownersCleared, codeownersDuplicate, codeownersHidden,
  ]
}
