import Model

extension Condition {
  static let id = Condition(
    "id", "Which known vulnerability it is, by any of its names: CVE, GHSA, OSV. Upper and lower case are one.",
    .oneOrMany(Reader<String>.text), says: { $0.joined(separator: " or ") },
    actual: { $0.finding.ids.isEmpty ? "none" : $0.finding.ids.joined(separator: " ") },
    examples: [
      .holds("[CVE-2021-44228]", "ids: [GHSA-jfh8-c2jp-5v3q, cve-2021-44228]"),
      .fails("CVE-2021-44228", "ids: [CVE-2021-45046]"), .fails("CVE-2021-44228", "kind: sast"),
    ],
    test: { wanted, facts in
      Truth(facts.finding.ids.contains { id in wanted.contains { isSame($0, id) } })
    })
}
