import Documents
import Interning
import Model

/// One run of a SARIF log (§3.14): what its results have in common.
struct SARIFRun {
  let value: JSONValue
  @Interned private(set) var scan: Scan
  let tool: SARIFTool
  let rules: SARIFRules
  let places: SARIFPlaces

  /// Takes from the run what concerns the whole report: the tool, when, of which commit, and whether it went well.
  init(_ value: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
    self.value = value
    let driver = value["tool"]?["driver"]
    let name = driver?.text("name")
    let isFirst = report.tool == nil
    if isFirst { report.tool = name }
    let version = driver?.text("semanticVersion") ?? driver?.text("version") ?? driver?.text("dottedQuadFileVersion")
    if isFirst { report.toolVersion = version }
    tool = SARIFTool(name: name ?? "SARIF")
    let commit = try Self.commit(of: value, into: &report)
    let time = try Self.end(of: value, into: &report)
    _scan = Interned(
      Scan(
        format: report.format, tool: name ?? report.format, toolVersion: version, time: time, commit: commit,
        target: value["automationDetails"]?.text("id"), report: report.input.name))
    rules = try SARIFRules(of: value)
    places = try SARIFPlaces(of: value)
    report.roots += places.roots
    report.kinds.formUnion(rules.kinds)
    if let kind = tool.kind { report.kinds.insert(kind) }
    if places.hasArtifacts { report.hasScanProof = true }
    // §3.14.2
    if value["externalPropertyFileReferences"]?.isEmptyList("results") == false {
      report.fail("results of \(scan.tool) lie in other files that the report only names")
    }
  }

  /// §3.14.18. Runs of one report that speak of several commits bind it to none.
  private static func commit(of run: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) -> String? {
    let provenance = try run.list("versionControlProvenance").first
    guard let commit = provenance?.text("revisionId") else { return nil }
    if let other = report.commit, other != commit {
      report.fail("the runs of this report were made from different commits: \(other) and \(commit)")
    }
    report.commit = commit
    return commit
  }

  /// The last moment that an invocation (§3.20) names; and whether each went well. Of several runs the oldest counts.
  private static func end(of run: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) -> Timestamp? {
    var end: Timestamp?
    for invocation in try run.list("invocations") {
      let text = invocation.text("endTimeUtc") ?? invocation.text("startTimeUtc")
      if let time = text.flatMap({ Timestamp($0) }) { end = max(end ?? time, time) }
      if invocation.flag("executionSuccessful") == true { report.hasScanProof = true }
      if invocation.flag("executionSuccessful") == false {
        report.fail("the scanner says that its run was not successful")
      }
      try report.takeErrors(invocation.list("toolExecutionNotifications"))
      try report.takeErrors(invocation.list("toolConfigurationNotifications"))
    }
    if let end { report.time = min(report.time ?? end, end) }
    return end
  }
}

extension ReportBuilder {
  /// Notifications (§3.58) of level `error` say that something was not looked at.
  fileprivate mutating func takeErrors(_ notifications: JSONList) throws(Diagnostic) {
    for notification in notifications where notification.saysError {
      let text = notification["message"]?.text("text") ?? notification["descriptor"]?.text("id") ?? "no message"
      fail("the scanner reports an error of its own: \(text)")
    }
  }
}

extension JSONValue {
  /// §3.58.6, where `warning` is what a missing level means; a word that nobody knows may be the gravest.
  fileprivate var saysError: Bool {
    self["level"].map { level in !["none", "note", "warning"].contains { level.text == $0 } } ?? false
  }
}
