package import Model

// Diagnostic codes of output.

extension DiagnosticCode {
  package static let outputFailed = DiagnosticCode(
    "output-failed",
    "The output could not be written. The message names the file and the reason.")
  package static let programFailed = DiagnosticCode(
    "program-failed",
    "Another program that is needed could not be started. The message names it and the reason.")

  package static let signerRefused = DiagnosticCode(
    "signer-refused",
    "A line of `.gatehouse/allowed_signers` cannot be used, so it allows no signature: the key is damaged or of a kind that is not "
      + "verified, an option is unknown, or it is that of a certificate authority. The message says which.")

  package static let ofSystem: [DiagnosticCode] = [
    outputFailed, programFailed, signerRefused,
  ]
}
