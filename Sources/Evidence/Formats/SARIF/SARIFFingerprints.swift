import Documents
import Interning
import Model

extension SARIFRun {
  /// The fingerprints and partial fingerprints of a result (§3.27.16, §3.27.17).
  ///
  /// - Parameter isPrimary: whether the observation is at the result's first location, which is the one that line hashes
  ///   describe.
  func fingerprints(of result: JSONValue, isPrimary: Bool) throws(Diagnostic) -> Fingerprints {
    var (fingerprints, count) = (Fingerprints(), 0)
    for container in [try result.object("partialFingerprints"), try result.object("fingerprints")] {
      try container?.members().forEachScalar { name, value in
        guard count < mostFingerprints, isFingerprint(name, value), isPrimary || !name.utf8.begins(with: primary) else {
          return
        }
        fingerprints[name] = value
        count += 1
      }
    }
    return fingerprints
  }
}

/// Whether a name is one of a known fingerprint and its value is one opaque word.
///
/// Tools write other things under these properties. Gitleaks writes the author, the e-mail address and the message of the
/// commit, of which none identifies the result, and the message can hold the secret. So an unknown name is not taken.
func isFingerprint(_ name: InternedString, _ value: InternedString) -> Bool {
  let bytes = value.utf8
  guard bytes.count > 0, bytes.count <= 512, !bytes.has(0x20), !bytes.has(UInt8(ascii: "@")) else { return false }
  return knownNames.contains(name) || isVersionOfKnown(name)
}

/// Whether the name is a known one with another version: `primaryLocationLineHash/v2` (§3.27.17).
private func isVersionOfKnown(_ name: InternedString) -> Bool {
  let bytes = name.utf8
  guard let slash = bytes.indices.last(where: { bytes[$0] == UInt8(ascii: "/") }), slash + 2 < bytes.count,
    bytes[slash + 1] == UInt8(ascii: "v"),
    ((slash + 2)..<bytes.count).allSatisfy({ (48...57).contains(bytes[$0]) })
  else { return false }
  return knownNames.contains(InternedString(utf8: bytes.extracting(0..<slash)))
}

/// Tools compute few fingerprints of a result; more of them cost time and tell nothing.
private let mostFingerprints = 32

private let primary: StaticString = "primaryLocation"

/// The names of fingerprints that tools compute from the content around a result, without their version.
private let knownNames: Set<InternedString> = Set(
  [
    // CodeQL and GitHub; Grype and many others write the first one.
    "primaryLocationLineHash", "primaryLocationStartColumnFingerprint",
    // Semgrep; Flawfinder; SARIF SDK
    "matchBasedId", "contextHash", "contextRegionHash", "0", "1", "2",
    // Snyk Code; Kingfisher; Black Duck; ShiftLeft; JFrog; cargo-audit; Brakeman
    "identity", "snyk/asset/finding", "fingerprint", "csvRowSha256", "scanPrimaryLocationHash", "jfrogFingerprintHash",
    "precise_jfrogFingerprintHash", "cargo-audit/advisory-fingerprint",
    // Names that describe themselves
    "resultHash", "findingHash", "issueHash", "alertHash", "lineHash", "stableId", "instanceId", "instanceID",
    "matchHash", "codeHash", "snippetHash", "locationHash", "similarityId", "similarityID", "secretHash",
  ].map { InternedString($0) })
