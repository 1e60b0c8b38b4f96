import Interning
import System

/// A digest by which findings of one secret are merged; nil if the tool wrote a mask instead of the value.
///
/// It is made of the value's SHA-1 digest, because some tools give only that: the value and its digest are one secret.
func digestOfSecret(_ value: String) -> String? {
  isRedacted(value) ? nil : digestOfSecret(sha1: sha1(Array(value.utf8)))
}

/// The digest of a secret of which a tool gives only the SHA-1 digest in hexadecimal.
///
/// The hash has a domain prefix, so that it equals no other digest of the same text.
func digestOfSecret(sha1: String) -> String {
  var hasher = DigestHasher()
  hasher.update("gatehouse.secret")
  hasher.update(lowercasedASCII(sha1))
  return hasher.finish().hex
}

/// A digest of what a tool gives instead of the value in a form of its own: equal for equal secrets of this tool, and
/// comparable with no other tool's.
func ownDigestOfSecret(_ mark: String) -> String? { digestOfSecret(mark).map { "own:\($0)" } }

/// Whether the value is a mask: `REDACTED`, `*****`, or a beginning followed by dots (`gitleaks --redact=80`).
private func isRedacted(_ value: String) -> Bool {
  value.contains("REDACTED") || value.contains("***") || value.hasSuffix("...")
}
