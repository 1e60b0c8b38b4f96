/// Whether a text is a full object id of git: 40 (SHA-1) or 64 (SHA-256) hexadecimal digits. A shorter one may name another
/// commit.
package func isObjectID(_ text: String) -> Bool {
  let digits = text.utf8
  return (digits.count == 40 || digits.count == 64)
    && digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0 | 0x20) }
}
