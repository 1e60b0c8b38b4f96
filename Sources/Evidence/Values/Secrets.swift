import System

/// What two findings of the same secret have in common: a digest of its value, in a domain of its own so that it equals no
/// other digest of the same text. Nil where the tool wrote a mask instead of the value.
func digestOfSecret(_ value: String) -> String? {
  guard !isRedacted(value) else { return nil }
  var hasher = DigestHasher()
  hasher.update("gatehouse.secret")
  hasher.update(value)
  return hasher.finish().hex
}

/// `REDACTED`, `*****`, and a beginning with dots behind it (`gitleaks --redact=80`).
private func isRedacted(_ value: String) -> Bool {
  value.contains("REDACTED") || value.contains("***") || value.hasSuffix("...")
}
