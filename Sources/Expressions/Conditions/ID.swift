import Interning
import Model
import Settings

extension Condition {
  static let id = Condition(
    "id",
    "The known vulnerability, by any of its ids (CVE, GHSA, OSV). Upper and lower case are equal. Two CVE ids are two "
      + "vulnerabilities: if only some match, rules count it as yes and exceptions as no.",
    reads: Field("ids", .text), as: .words(.vulnerabilityID),
    actual: { $0.finding.ids.isEmpty ? "none" : $0.finding.ids.joined(separator: " ") },
    examples: [
      .holds("[CVE-2021-44228]", "ids: [GHSA-jfh8-c2jp-5v3q, cve-2021-44228]"),
      .fails("CVE-2021-44228", "ids: [CVE-2021-45046]"), .fails("CVE-2021-44228", "kind: sast"),
    ],
    parse: { $0.words() },
    test: { wanted, context, partialMatch in
      let isNamed = context.finding.ids.contains { id in wanted.contains { equalIgnoringCase($0, id) } }
      guard isNamed, partialMatch != .yes else { return Truth(isNamed) }
      let vulnerabilities = context.finding.vulnerabilities
      let isWhole =
        vulnerabilities.positions.allSatisfy { !$0.isEmpty }
        && vulnerabilities.all.allSatisfy { wanted.contains(where: $0.isNamed) }
      return isWhole ? .yes : partialMatch
    })
}

extension ConfigDecoder where Value == String {
  fileprivate static let vulnerabilityID: ConfigDecoder<String> = text.checked(refusing: NameFault.ofVulnerability)
}
