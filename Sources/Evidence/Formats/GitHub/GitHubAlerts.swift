import Documents
import Model

// Shared by GitHub's three kinds of alerts: https://docs.github.com/en/rest, "Code scanning", "Dependabot alerts" and
// "Secret scanning". A report is a list, pages of lists, a single alert, or a webhook event.

/// One alert, with the webhook event that contains it if there is one.
struct GitHubAlert {
  let value: JSONValue
  let event: JSONValue?

  init(_ record: JSONValue) {
    let alert = record["alert"]
    (value, event) = (alert ?? record, alert == nil ? nil : record)
  }

  /// The repository, which lists of an organisation and events name; nil otherwise.
  var repository: String? { (event ?? value)["repository"]?.stated("full_name") }
  var firstSeen: Timestamp? { value.text("created_at").flatMap { Timestamp($0) } }
  /// The URL of the alert as its fingerprint, because its number is unique only within a repository.
  var fingerprints: Fingerprints {
    (value.stated("html_url") ?? value.stated("url")).map { ["github": $0] } ?? [:]
  }
}

/// Whether the root holds alerts for which `isAlert` is true, or an error of GitHub for the same API.
///
/// - Parameter api: the part of the documentation's URL that names the API.
func areGitHubAlerts(_ root: JSONValue, of api: String, isAlert: (JSONValue) -> Bool) -> Bool {
  guard let first = root.firstRecord, first.kind == .object else { return false }
  if first.errorMessage != nil { return first.text("documentation_url")?.contains(api) ?? false }
  return isAlert(GitHubAlert(first).value)
}

/// Reads each alert. An error of the API (`{"message": "Not Found", "documentation_url": "…"}`) makes the scan
/// incomplete.
func readGitHubAlerts(
  _ root: JSONValue, into report: inout ReportBuilder,
  _ observation: (GitHubAlert, SourcePosition, inout ReportBuilder) throws(Diagnostic) -> Observation
) throws(Diagnostic) {
  for (record, position) in try root.positionedRecords(in: report) {
    if let errorMessage = record.errorMessage {
      report.fail("GitHub did not list the alerts: \(errorMessage)", at: position)
      continue
    }
    let found = try observation(GitHubAlert(record), position, &report)
    report.observations.append(found)
    report.hasScanProof = true
  }
}

extension JSONValue {
  /// The message of an error response; nil for any other value.
  fileprivate var errorMessage: String? { text("documentation_url") == nil ? nil : stated("message") }

  /// The records of the stream (see `records`), each with its position.
  func positionedRecords(in report: ReportBuilder) throws(Diagnostic) -> [(JSONValue, SourcePosition)] {
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
  /// Sets the state from GitHub's words for it.
  ///
  /// - Parameters:
  ///   - word: the state of the alert.
  ///   - reason: why it was closed.
  ///   - comment: the comment of the person who closed it.
  mutating func applyState(_ word: String?, reason: String?, comment: String?) {
    switch word?.lowercased() {
    case "fixed": state = .fixed
    case "auto_dismissed": state = .suppressed
    case "dismissed", "resolved": state = reason.flatMap { closedStates[$0.lowercased()] } ?? .suppressed
    default: return
    }
    let reasons = [reason, comment].compactMap { $0 }.filter { !$0.isEmpty }
    stateReason = reasons.isEmpty ? word.map { "\($0.lowercased()) on GitHub" } : reasons.joined(separator: ": ")
  }
}

private let closedStates: [String: Observation.State] = [
  "false positive": .falsePositive, "false_positive": .falsePositive, "inaccurate": .falsePositive,
  "won't fix": .accepted, "wont_fix": .accepted, "tolerable_risk": .accepted, "no_bandwidth": .accepted,
  "fix_started": .accepted, "revoked": .fixed, "used in tests": .suppressed, "used_in_tests": .suppressed,
  "not_used": .suppressed, "pattern_edited": .suppressed, "pattern_deleted": .suppressed,
]
