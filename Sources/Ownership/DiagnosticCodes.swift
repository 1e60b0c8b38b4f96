import Model

// CODEOWNERS, by code.

extension DiagnosticCode {
  package static let codeownersInvalidPattern = DiagnosticCode(
    "codeowners-invalid-pattern",
    "The line's pattern is not valid, so the forge skips the line.")
  package static let codeownersInvalidOwner = DiagnosticCode(
    "codeowners-invalid-owner",
    "The line names an owner that is no @user, @org/team or e-mail address, so the forge skips the line.")
  package static let codeownersInvisibleCharacter = DiagnosticCode(
    "codeowners-invisible-character",
    "A pattern holds a character nobody sees, so it matches other files than it seems to. The rule holds.")
  package static let codeownersWrongCase = DiagnosticCode(
    "codeowners-wrong-case",
    "A file has the name of a judging file but for upper and lower case. It does not count.")
  package static let codeownersTooLarge = DiagnosticCode(
    "codeowners-too-large",
    "CODEOWNERS is 3 MB or more. The forge loads no owners then, so owners are unknown.")
  package static let codeownersMissing = DiagnosticCode(
    "codeowners-missing",
    "There is no CODEOWNERS file, so every finding is without an owner.")

  package static let ofOwnership: [DiagnosticCode] = [
    codeownersInvalidPattern, codeownersInvalidOwner, codeownersInvisibleCharacter,
    codeownersWrongCase,
    codeownersTooLarge,
    codeownersMissing,
  ]
}
