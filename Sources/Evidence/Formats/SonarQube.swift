import Documents
import Model

// SonarQube: responses of its web API (https://docs.sonarsource.com/sonarqube-server/extension-guide/web-api), the JSON
// of the sonar-report tool (https://github.com/soprasteria/sonar-report), and the scanner JSON before version 7
// (`sonar-report.json`).

extension Format {
  static let sonarQube = Format(
    name: "sonarqube", title: "SonarQube issues and hotspots (API, sonar-report, scanner JSON)",
    signature:
      "`issues` with `rule` and `component` in each, or `hotspots` with `vulnerabilityProbability`; or, if empty, with "
      + "`paging` or `sonarBaseURL`; pages of those; or `errors` with `msg` alone",
    kinds: [.sast, .sca, .quality],
    severities: [
      "blocker": .critical, "critical": .high, "high": .high, "major": .medium, "medium": .medium, "minor": .low,
      "low": .low, "info": Severity.none,
    ],
    provides: [.severity, .cwe, .ids, .package, .path, .lines, .fingerprint, .firstSeen, .state, .toolVersion],
    recognises: { isPage($0.kind == .array ? $0.firstElement : $0) }, read: readSonarQube)
}

private func isPage(_ page: JSONValue?) -> Bool {
  guard let page, page.kind == .object else { return false }
  if let issue = page["issues"]?.firstElement { return issue.has("rule") && issue.has("component") }
  if let hotspot = page["hotspots"]?.firstElement { return hotspot.has("vulnerabilityProbability") }
  if page["issues"]?.kind == .array || page["hotspots"]?.kind == .array {
    return page.has("paging") || page.has("sonarBaseURL")
  }
  return page["errors"]?.firstElement?.has("msg") ?? false
}

private func readSonarQube(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "SonarQube"
  var (issues, hotspots) = (SonarQubeList(), SonarQubeList())
  for (page, position) in try root.positionedRecords(in: report) {
    report.toolVersion = page.stated("version") ?? report.toolVersion
    for error in try page.list("errors") {
      report.fail("SonarQube reports an error: \(error.stated("msg") ?? "no reason given")", at: position)
    }
    let reader = try SonarQubeReader(page, scan: report.scan(target: page.stated("projectName")))
    issues.add(page, count: try page.list("issues").count, of: page.has("issues"))
    hotspots.add(page, count: try page.list("hotspots").count, of: page.has("hotspots"))
    for list in ["issues", "hotspots"] as [StaticString] {
      for (index, issue) in try page.list(list).enumerated() {
        let position = SourcePosition(file: report.input.name, pointer: "\(position.pointer ?? "")/\(list)/\(index)")
        report.observations += try reader.observations(issue, at: position)
        report.hasScanProof = true
      }
    }
  }
  for (list, name) in [(issues, "issues"), (hotspots, "hotspots")] where list.total > list.included {
    report.fail("the report has \(list.included) of SonarQube's \(list.total) \(name)")
  }
}

/// Counts the items of a list and those that SonarQube states. A query returns at most 10,000 items, but the response
/// states the total.
private struct SonarQubeList {
  private(set) var included = 0
  /// The sum of the totals on first pages, one for each query, and the highest total on any page.
  private var (ofFirstPages, highest) = (0, 0)
  var total: Int { ofFirstPages == 0 ? highest : ofFirstPages }

  mutating func add(_ page: JSONValue, count: Int, of isThisList: Bool) {
    guard isThisList else { return }
    included += count
    guard let total = page["paging"]?.integer("total") ?? page.integer("total") else { return }
    highest = max(highest, total)
    if (page["paging"]?.integer("pageIndex") ?? page.integer("p") ?? 1) == 1 { ofFirstPages += total }
  }
}
