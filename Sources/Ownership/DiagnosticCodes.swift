import Model

// Diagnostic codes of CODEOWNERS files.

extension DiagnosticCode {
  package static let codeownersInvalidPattern = DiagnosticCode(
    "codeowners-invalid-pattern",
    "The pattern of the line is invalid, so the forge skips the line.")
  package static let codeownersInvalidOwner = DiagnosticCode(
    "codeowners-invalid-owner",
    "The line names an owner that is not a @user, an @org/team or an e-mail address, so the forge skips the line.")
  package static let codeownersInvisibleCharacter = DiagnosticCode(
    "codeowners-invisible-character",
    "The pattern contains an invisible character, so it matches other files than it seems to. The rule still applies. "
      + "Delete the character.")
  package static let codeownersWrongCase = DiagnosticCode(
    "codeowners-wrong-case",
    "The name of a file differs from CODEOWNERS only in upper and lower case, so the file is ignored. Rename it.")
  package static let codeownersTooLarge = DiagnosticCode(
    "codeowners-too-large",
    "CODEOWNERS is 3 MB or larger. The forge then loads no owners, so the owners are unknown.")
  package static let codeownersMissing = DiagnosticCode(
    "codeowners-missing",
    "There is no CODEOWNERS file, so no finding has an owner.")
  package static let codeownersEmpty = DiagnosticCode(
    "codeowners-empty",
    "The CODEOWNERS file that counts names no owner, so no finding has one. It hides the files at later locations, "
      + "because the forge reads the first one only.")

  package static let ofOwnership: [DiagnosticCode] = [
    codeownersInvalidPattern, codeownersInvalidOwner, codeownersInvisibleCharacter,
    codeownersWrongCase,
    codeownersTooLarge,
    codeownersMissing, codeownersEmpty,
  ]
}
