package import Model

/// The signature of a commit, and what was signed: the commit without it (git-commit-tree, header `gpgsig`).
package struct CommitSignature: Hashable, Sendable {
  /// The armoured signature.
  package let signature: [UInt8]
  package let payload: [UInt8]

  /// Nil for a commit that has no signature, or several.
  init?(_ object: [UInt8]) {
    let newline = UInt8(ascii: "\n")
    var (signature, payload, count) = ([UInt8](), [UInt8](), 0)
    var (rest, isSignature) = (object[...], false)
    while let end = rest.firstIndex(of: newline), end > rest.startIndex {
      let line = rest[...end]
      if line.starts(with: "gpgsig ".utf8) {
        (isSignature, count) = (true, count + 1)
        signature += line.dropFirst("gpgsig ".utf8.count)
      } else if isSignature, line.first == UInt8(ascii: " ") {
        signature += line.dropFirst()
      } else {
        isSignature = false
        payload += line
      }
      rest = rest[(end + 1)...]
    }
    guard count == 1 else { return nil }
    (self.signature, self.payload) = (signature, payload + rest)
  }
}

extension Repository {
  /// The signature of a commit; nil when it has none. Throws when the commit is missing from this clone.
  package func signature(of commit: CommitID) throws(Diagnostic) -> CommitSignature? {
    _ = try objects.commit(commit.id)
    guard let object = try objects.read(commit.id) else { throw objects.missing.missing(commit: commit.id) }
    return CommitSignature(object.bytes)
  }
}
