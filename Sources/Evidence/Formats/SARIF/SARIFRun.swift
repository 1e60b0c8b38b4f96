import Documents
import Interning
import Model

/// One run of a SARIF log (§3.14), with what its results share.
struct SARIFRun {
  let value: JSONValue
  @Interned private(set) var scan: Scan
  let tool: SARIFTool
  let taxa: SARIFTaxa
  let rules: SARIFRules
  let messages: SARIFMessageStrings
  let packages: SARIFPackages
  /// The image that was scanned, as Trivy and Sysdig state it in the run's properties.
  @InternedOptional private(set) var image: String?
  let locations: SARIFLocationResolver

  /// Reads a run, and adds to the report what concerns all of it: tool, time, commit, and whether the run succeeded.
  init(_ value: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
    self.value = value
    let driver = value["tool"]?["driver"]
    let name = driver?.text("name")
    report.tool = name
    let version = driver?.text("semanticVersion") ?? driver?.text("version") ?? driver?.text("dottedQuadFileVersion")
    report.toolVersion = version
    tool = SARIFTool(name: name ?? "SARIF")
    let commit = try Self.commit(of: value, into: &report)
    let time = try Self.end(of: value, into: &report)
    _scan = Interned(
      Scan(
        format: report.format, tool: name ?? report.format, toolVersion: version, time: time, commit: commit,
        target: value["automationDetails"]?.text("id"), report: report.input.name))
    taxa = SARIFTaxa(of: value)
    rules = try SARIFRules(of: value, taxa: taxa)
    messages = SARIFMessageStrings(driver)
    packages = SARIFPackages(tool: name ?? "")
    let properties = value["properties"]
    _image = InternedOptional(properties?[member: "imageName"]?.text ?? properties?[member: "pullString"]?.text)
    locations = try SARIFLocationResolver(of: value)
    report.roots += locations.roots
    let notifications = SARIFNotifications(locations: locations, isOfSemgrep: isSemgrep(name))
    for invocation in try value.list("invocations") { try notifications.take(from: invocation, into: &report) }
    report.kinds.formUnion(rules.kinds)
    if let kind = tool.kind { report.kinds.insert(kind) }
    // §3.14.2: results may be in external files.
    if value["externalPropertyFileReferences"]?.isEmptyList("results") == false {
      report.fail("results of \(scan.tool) are in external files, which are not read")
    }
  }

  /// The commit of a run (§3.14.18). A run that names commits of several repositories does not say which of them is this one's.
  private static func commit(of run: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) -> String? {
    let commits = try run.list("versionControlProvenance").compactMap { $0.text("revisionId") }.distinct
    guard let commit = commits.first, commits.count == 1 else { return nil }
    report.commit = commit
    return commit
  }

  /// The end of a run: the last time that its invocations (§3.20) state; nil if they state none. Also records failed
  /// invocations. A successful one proves nothing: a tool that was given no file succeeds, too.
  private static func end(of run: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) -> Timestamp? {
    var end: Timestamp?
    for invocation in try run.list("invocations") {
      let text = invocation.text("endTimeUtc") ?? invocation.text("startTimeUtc")
      if let time = text.flatMap({ Timestamp($0) }) { end = max(end ?? time, time) }
      report.noteEnd(of: invocation)
    }
    if let invocation = run["conversion"]?["invocation"] { report.noteEnd(of: invocation) }
    report.time = end
    return end
  }
}

extension ReportBuilder {
  /// Records an invocation that did not succeed (§3.20.14), was ended by a signal (§3.20.11, §3.20.12) or did not start
  /// (§3.20.13), or the converter's (§3.22.3).
  fileprivate mutating func noteEnd(of invocation: JSONValue) {
    let success = invocation["executionSuccessful"]
    if let success, success.kind != .null, invocation.flag("executionSuccessful") != true {
      fail("the scanner reports that its run was not successful")
    } else if invocation.stated("exitSignalName") != nil || invocation.integer("exitSignalNumber") ?? 0 != 0 {
      fail("the scanner was ended by a signal")
    } else if invocation.stated("processStartFailureMessage") != nil {
      fail("the scanner did not start")
    }
  }
}
