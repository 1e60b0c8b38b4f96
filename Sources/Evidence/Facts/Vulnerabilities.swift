/// The name of a published vulnerability that a text begins with: `CVE-2021-44228`, `GHSA-jfh8-c2jp-5v3q`, `GO-2021-0053`.
///
/// Some tools put the package behind it (`CVE-2021-44228-log4j-core`); the parts of a name have a known number, so that is
/// left out. Nil when the text is no such name.
package func vulnerability(_ text: String) -> String? { vulnerability(Array(text.utf8)[...]) }

/// The names of published vulnerabilities that stand anywhere in a text, in its order: `BDSA-2020-1001 (CVE-2020-11022)`.
package func vulnerabilities(in text: String) -> [String] {
  guard text.utf8.contains(dash) else { return [] }
  var names: [String] = []
  for word in Array(text.utf8).split(whereSeparator: { !isWord($0) && $0 != dash }) {
    if let name = vulnerability(word), !names.contains(name) { names.append(name) }
  }
  return names
}

private func vulnerability(_ bytes: ArraySlice<UInt8>) -> String? {
  guard let database = databases.first(where: { bytes.starts(with: $0.prefix) }) else { return nil }
  let rest = bytes[(bytes.startIndex + database.prefix.count)...]
  let parts = rest.split(separator: dash, omittingEmptySubsequences: false)
  let count = database.parts ?? parts.count
  guard parts.count >= count, parts.prefix(count).allSatisfy({ !$0.isEmpty && $0.allSatisfy(isWord) }) else {
    return nil
  }
  guard !database.isNumbered || parts.prefix(count).joined().allSatisfy(isDigit) else { return nil }
  return String(decoding: bytes[..<parts[count - 1].endIndex], as: UTF8.self)
}

private struct Database {
  let prefix: [UInt8]
  /// How many parts follow; nil: all there are.
  var parts: Int? = 2
  /// A year and a number.
  var isNumbered = true
}

private let databases =
  [
    Database(prefix: Array("GHSA-".utf8), parts: 3, isNumbered: false),
    Database(prefix: Array("SNYK-".utf8), parts: nil, isNumbered: false),
  ]
  + ["CVE-", "GO-", "RUSTSEC-", "PYSEC-", "MAL-", "BDSA-", "OSV-", "PSF-", "USN-", "DSA-", "DLA-"]
  .map { Database(prefix: Array($0.utf8)) }

private let dash = UInt8(ascii: "-")
private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
private func isWord(_ byte: UInt8) -> Bool {
  isDigit(byte) || (97...122).contains(byte | 0x20) || byte == UInt8(ascii: ":")
}
