import Interning
import Model

extension Condition {
  static let id = Condition(
    "id", "The known vulnerability, by any of its ids (CVE, GHSA, OSV). Upper and lower case are equal.",
    reads: Field("ids", .text), as: .words(.text),
    actual: { $0.finding.ids.isEmpty ? "none" : $0.finding.ids.joined(separator: " ") },
    examples: [
      .holds("[CVE-2021-44228]", "ids: [GHSA-jfh8-c2jp-5v3q, cve-2021-44228]"),
      .fails("CVE-2021-44228", "ids: [CVE-2021-45046]"), .fails("CVE-2021-44228", "kind: sast"),
    ],
    parse: { $0.words() },
    test: { wanted, context, _ in
      Truth(context.finding.ids.contains { id in wanted.contains { equalIgnoringCase($0, id) } })
    })
}
