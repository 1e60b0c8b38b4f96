/// The name of a published vulnerability that a text begins with: `CVE-2021-44228`, `GHSA-jfh8-c2jp-5v3q`, `GO-2021-0053`.
///
/// Some tools put the package behind it (`CVE-2021-44228-log4j-core`); CVE numbers and GHSA parts have known lengths, so
/// that is left out. Nil when the text is no such name.
package func vulnerability(_ text: String) -> String? {
  let bytes = Array(text.utf8)
  guard let database = databases.first(where: { bytes.starts(with: $0) }) else { return nil }
  let parts = bytes[database.count...].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
  let count = database == ghsa ? 3 : (database == snyk ? parts.count : 2)
  guard parts.count >= count, parts.prefix(count).allSatisfy(isWord) else { return nil }
  let isNumbered = database == ghsa || database == snyk || parts.prefix(count).allSatisfy { $0.allSatisfy(isDigit) }
  guard isNumbered else { return nil }
  let length = database.count + parts.prefix(count).reduce(count - 1) { $0 + $1.count }
  return String(decoding: bytes[..<length], as: UTF8.self)
}

private let ghsa = Array("GHSA-".utf8)
private let snyk = Array("SNYK-".utf8)
/// Databases of the OSV schema whose ids are a year and a number, and the two that are not.
private let databases =
  [ghsa, snyk]
  + ["CVE-", "GO-", "RUSTSEC-", "PYSEC-", "MAL-", "DSA-", "DLA-", "USN-", "RHSA-", "ALAS-", "OSV-", "PSF-"]
  .map { Array($0.utf8) }

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
private func isWord(_ part: ArraySlice<UInt8>) -> Bool {
  !part.isEmpty && part.allSatisfy { isDigit($0) || (97...122).contains($0 | 0x20) || $0 == UInt8(ascii: ":") }
}
