import Documents
import Model

// What GitHub's three sorts of alerts have in common: https://docs.github.com/en/rest, "Code scanning", "Dependabot alerts" and
// "Secret scanning". They come as a list, as pages of lists, alone, or as a webhook's event.

/// One alert, and the event that a webhook sent of it.
struct GitHubAlert {
  let value: JSONValue
  let event: JSONValue?

  init(_ record: JSONValue) {
    let alert = record["alert"]
    (value, event) = (alert ?? record, alert == nil ? nil : record)
  }

  /// The repository, which lists of an organisation and events name.
  var repository: String? { (event ?? value)["repository"]?.stated("full_name") }
  var firstSeen: Timestamp? { value.text("created_at").flatMap { Timestamp($0) } }
  /// The alert's address: its number alone means something within one repository only.
  var fingerprints: Fingerprints {
    (value.stated("html_url") ?? value.stated("url")).map { ["github": $0] } ?? [:]
  }
}

/// Whether these are alerts that `isAlert` knows, or GitHub's refusal to list any.
///
/// - Parameter api: the part of the documentation's address that names the API.
func areGitHubAlerts(_ root: JSONValue, of api: String, isAlert: (JSONValue) -> Bool) -> Bool {
  guard let first = root.firstRecord, first.kind == .object else { return false }
  if first.refusal != nil { return first.text("documentation_url")?.contains(api) ?? false }
  return isAlert(GitHubAlert(first).value)
}

/// Reads each alert; a refusal (`{"message": "Not Found", "documentation_url": "…"}`) is a failure.
func readGitHubAlerts(
  _ root: JSONValue, into report: inout ReportBuilder,
  _ observation: (GitHubAlert, SourcePosition, inout ReportBuilder) throws(Diagnostic) -> Observation
) throws(Diagnostic) {
  for (record, position) in try root.placedRecords(in: report) {
    if let refusal = record.refusal {
      report.fail("GitHub lists no alerts: \(refusal)", at: position)
      continue
    }
    let found = try observation(GitHubAlert(record), position, &report)
    report.observations.append(found)
    report.hasScanProof = true
  }
}

extension JSONValue {
  /// Why GitHub gave no answer; nil where it did.
  fileprivate var refusal: String? { text("documentation_url") == nil ? nil : stated("message") }

  /// `records`, each with its place.
  func placedRecords(in report: ReportBuilder) throws(Diagnostic) -> [(JSONValue, SourcePosition)] {
    guard kind == .array else { return [(self, SourcePosition(file: report.input.name, pointer: report.pointer))] }
    var records: [(JSONValue, SourcePosition)] = []
    for (index, element) in try elements().enumerated() {
      if element.kind == .array {
        for (number, inner) in try element.elements().enumerated() {
          records.append((inner, report.position("/\(index)", number)))
        }
      } else {
        records.append((element, report.position("", index)))
      }
    }
    return records
  }
}

extension Observation {
  /// Takes in what became of an alert, in GitHub's words: its state, and why somebody closed it.
  mutating func applyState(_ word: String?, reason: String?, comment: String?) {
    switch word?.lowercased() {
    case "fixed": state = .fixed
    case "auto_dismissed": state = .suppressed
    case "dismissed", "resolved": state = reason.flatMap { closures[$0.lowercased()] } ?? .suppressed
    default: return
    }
    let said = [reason, comment].compactMap { $0 }.filter { !$0.isEmpty }
    stateReason = said.isEmpty ? word.map { "\($0.lowercased()) on GitHub" } : said.joined(separator: ": ")
  }
}

private let closures: [String: Observation.State] = [
  "false positive": .falsePositive, "false_positive": .falsePositive, "inaccurate": .falsePositive,
  "won't fix": .accepted, "wont_fix": .accepted, "tolerable_risk": .accepted, "no_bandwidth": .accepted,
  "fix_started": .accepted, "revoked": .fixed, "used in tests": .suppressed, "used_in_tests": .suppressed,
  "not_used": .suppressed, "pattern_edited": .suppressed, "pattern_deleted": .suppressed,
]
