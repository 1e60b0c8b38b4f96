import Documents
import Model

// Findings of OSV-Scanner 2 that are about no package, such as weak passwords in an image. They are written as in
// OSV-SCALIBR: https://github.com/google/osv-scalibr/blob/main/inventory/inventory.go (`GenericFinding`).

/// Adds the findings in `experimental_generic_findings`.
func readGenericFindings(_ root: JSONValue, scan: Scan, into report: inout ReportBuilder) throws(Diagnostic) {
  let list = report.list("/experimental_generic_findings")
  for (index, finding) in try root.list("experimental_generic_findings").enumerated() {
    guard let advisory = try finding.object("Adv") else { throw finding.mismatch("an object with `Adv`") }
    guard let id = try advisory.object("ID") else { throw advisory.mismatch("an object with `ID`") }
    let reference = try id.required("Reference")
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: reference, title: advisory.stated("Title") ?? reference,
      location: Location(resource: finding["Target"]?.stated("Extra")), at: report.position(list, index))
    observation.nativeSeverity = advisory["Sev"].flatMap(severity)
    report.observations.append(observation)
    report.kinds.insert(.iac)
    report.hasScanProof = true
  }
}

/// The word for a number of SCALIBR's severity enumeration; a word as it is. Nil if the severity is unspecified.
private func severity(_ value: JSONValue) -> String? {
  guard let number = value.integer else { return value.text }
  guard number != 0 else { return nil }
  return words.indices.contains(number - 1) ? words[number - 1] : "severity \(number)"
}

private let words = ["MINIMAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"]
