import Documents
import Model
import Settings

// What waivers name. A name that nothing can ever have is refused, because its waiver would look valid and do nothing.

extension ConfigDecoder where Value == String {
  /// Decodes the id of a vulnerability, exactly as databases write it.
  static let vulnerabilityID: ConfigDecoder<String> = text.map { id, node, problems in
    guard let fault = fault(of: id) else { return id }
    problems.add(node.diagnostic(.waiverInvalid, "`\(id)` \(fault.text)", help: fault.help))
    return nil
  }

  /// Decodes the exact id of a scanner's rule.
  static let ruleID: ConfigDecoder<String> = text.map { id, node, problems in
    guard let fault = isTrimmed(id) ? wildcard(in: id) : blanks else { return id }
    problems.add(node.diagnostic(.waiverInvalid, "`\(id)` \(fault.text)", help: fault.help))
    return nil
  }

  /// Decodes the id of a finding. The beginning of one would do as well for another finding that somebody makes up to begin so,
  /// and is refused.
  static let findingID: ConfigDecoder<String> = text.map { id, node, problems in
    guard !isEverything(id), id.utf8.count != 32 || !id.utf8.allSatisfy({ isDigit($0) || (97...102).contains($0) })
    else { return id }
    let (text, help) =
      if id.utf8.count < 32, !id.isEmpty, id.utf8.allSatisfy({ isHexadecimal($0) }) {
        (
          "is only the beginning of an id",
          "write all 32 digits; `gatehouse explain \(id)` shows them, and `gatehouse waive \(id)` writes the waiver"
        )
      } else if id.utf8.count == 32, id.utf8.allSatisfy({ isHexadecimal($0) }) {
        ("is not in lower case, as ids are", "write `\(id.lowercased())`")
      } else if id.contains("-") {
        ("is not the id of a finding", "write `id: \(id)` for a vulnerability")
      } else {
        ("is not the id of a finding, which has 32 hexadecimal digits", "`gatehouse check --format json` lists the ids")
      }
    problems.add(node.diagnostic(.waiverInvalid, "`\(id)` \(text)", help: help))
    return nil
  }
}

private typealias Fault = (text: String, help: String)

private let blanks: Fault = ("begins or ends with a blank, which no id does", "delete the blank")

private func isTrimmed(_ text: String) -> Bool {
  text.first.map { !$0.isWhitespace } == true && text.last.map { !$0.isWhitespace } == true
}

private func wildcard(in id: String) -> Fault? {
  guard id.contains("*") || id.contains("?"), !isEverything(id) else { return nil }
  return (
    "matches nothing: wildcards have no meaning here", "write the whole id, one waiver for each, or narrow it by `path`"
  )
}

/// Why a text is the id of no vulnerability; nil when it may be one.
private func fault(of id: String) -> Fault? {
  if !isTrimmed(id) { return blanks }
  if let wildcard = wildcard(in: id) { return wildcard }
  if id.contains(where: \.isWhitespace) || id.contains(",") {
    return ("has a blank or a comma, which no id has", "write one waiver for each vulnerability")
  }
  let parts = id.split(separator: "-", omittingEmptySubsequences: false).map { Array($0.utf8) }
  switch parts[0].map({ $0 & 0xDF }) {
  case Array("CVE".utf8):
    // CVE-YYYY-NNNN (cve.org, "CVE ID Syntax"). Databases do not agree on leading zeros, so their number does not count.
    let isOne =
      parts.count == 3 && parts[1].count == 4 && !parts[2].isEmpty && parts[1...].joined().allSatisfy(isDigit)
    return isOne ? nil : ("is not the id of a CVE", "write it like CVE-2026-1234")
  case Array("GHSA".utf8):
    let isOne =
      parts.count == 4 && parts[1...].allSatisfy { $0.count == 4 } && parts[1...].joined().allSatisfy(isLetterOrDigit)
    return isOne ? nil : ("is not the id of an advisory of GitHub", "write it like GHSA-jfh8-c2jp-5v3q")
  case Array("CWE".utf8):
    return ("is a weakness, which many problems share, and not a vulnerability", "name the rule or the finding")
  default: return nil
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
private func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (97...102).contains(byte | 0x20) }
private func isLetterOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (97...122).contains(byte | 0x20) }
