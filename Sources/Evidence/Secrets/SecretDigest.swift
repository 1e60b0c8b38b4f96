import System

/// A digest by which findings of one secret are merged; nil if the tool wrote a mask instead of the value.
///
/// The hash has a domain prefix, so that it equals no other digest of the same text.
func digestOfSecret(_ value: String) -> String? {
  guard !isRedacted(value) else { return nil }
  var hasher = DigestHasher()
  hasher.update("gatehouse.secret")
  hasher.update(value)
  return hasher.finish().hex
}

/// Whether the value is a mask: `REDACTED`, `*****`, or a beginning followed by dots (`gitleaks --redact=80`).
private func isRedacted(_ value: String) -> Bool {
  value.contains("REDACTED") || value.contains("***") || value.hasSuffix("...")
}
