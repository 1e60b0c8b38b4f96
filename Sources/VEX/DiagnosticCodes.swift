import Model

// Diagnostic codes of VEX documents and statements.

extension DiagnosticCode {
  package static let vexInvalid = DiagnosticCode(
    "vex-invalid",
    "The VEX statement violates its standard, so it does not suppress any finding.")

  package static let vexOutside = DiagnosticCode(
    "vex-outside",
    "The VEX document was passed with --vex and is not in the base commit. Anyone can write a trusted author's name "
      + "into it, so it suppresses nothing. Commit it to the base branch, pin its digest under `vex: documents` in the "
      + "policy, or set `vex: accept-unsigned: true`.")

  package static let ofVEX: [DiagnosticCode] = [
    vexInvalid, vexOutside,
  ]
}
