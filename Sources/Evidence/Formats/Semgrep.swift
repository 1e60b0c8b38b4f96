import Documents
import Interning
import Model

extension Format {
  /// Semgrep: https://semgrep.dev/docs/cli-reference, with the fields of `cli_output` in semgrep-interfaces.
  static let semgrep = Format(
    name: "semgrep", title: "Semgrep (JSON)",
    signature: "`results` with `check_id` and `extra`; when clean, `results` with `errors` and `paths`",
    kinds: [.sast, .sca, .secret],
    severities: [
      "error": .high, "warning": .medium, "info": .low, "inventory": Severity.none, "experiment": nil,
      "critical": .critical, "high": .high, "medium": .medium, "low": .low, "moderate": .medium,
      "confirmed_valid": .critical,
    ],
    provides: [
      .severity, .cwe, .ids, .package, .fixedVersions, .path, .lines, .fingerprint, .state, .reachability, .toolVersion,
    ],
    recognises: { root in
      guard let results = root["results"], results.kind == .array else { return false }
      guard let first = results.firstElement else {
        return root["errors"]?.kind == .array && root["paths"]?.kind == .object
      }
      return first.has("check_id") && first.has("extra")
    },
    read: readSemgrep)
}

private func readSemgrep(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Semgrep"
  report.toolVersion = root.text("version")
  report.kinds = [.sast]
  if let paths = try root.object("paths"), paths.has("scanned") {
    report.recordScannedFiles(try paths.texts("scanned"))
  }
  report.hasScanProof = !root.isEmptyList("results")
  try SemgrepErrors.note(in: root, &report)
  let (scan, results) = (Interned(report.scan()), report.list("/results"))
  var findsSecrets: [InternedString: Bool] = [:]
  for (index, result) in try root.list("results").enumerated() {
    let observation = try observation(result, of: scan, at: report.position(results, index))
    if observation.kind != .sca {
      let rule = observation.$ruleId
      if observation.kind == .secret {
        findsSecrets[rule] = true
      } else if findsSecrets[rule] == nil {
        findsSecrets[rule] = try isRuleForSecrets(rule, result["extra"]?["metadata"])
      }
    }
    report.observations.append(observation)
  }
  // All results of a rule have one kind, but only some of them may have been validated.
  for index in report.observations.indices where report.observations[index].kind == .sast {
    if findsSecrets[report.observations[index].$ruleId] == true { report.observations[index].kind = .secret }
  }
}

/// Whether a rule is one of Semgrep's registry for secrets.
private func isRuleForSecrets(_ rule: InternedString, _ metadata: JSONValue?) throws(Diagnostic) -> Bool {
  if try metadata?.texts("technology").contains("secrets") ?? false { return true }
  return rule.wrappedValue.split(separator: ".").contains("secrets")
}

private func observation(_ result: JSONValue, of scan: Interned<Scan>, at position: SourcePosition) throws(Diagnostic)
  -> Observation
{
  let (rule, extra) = (result.interned(text: "check_id") ?? unnamed, result["extra"])
  let metadata = extra?["metadata"]
  let dependency = extra?["sca_info"]
  var observation = Observation(
    scan: scan, kind: kind(of: extra, isDependency: dependency != nil), ruleId: rule,
    title: extra?.interned(firstLineOf: "message") ?? rule, location: location(result), at: position)
  observation.$nativeSeverity = InternedOptional(severity(of: extra, isDependency: dependency != nil))
  observation.cwes = try Weakness.numbers(in: metadata?["cwe"])
  if let fingerprint = extra?.interned(text: "fingerprint") {
    observation.fingerprints = Fingerprints(name: matchBased, value: fingerprint)
  }
  if let trace = extra?["dataflow_trace"] { observation.setFlow(try trace.locations(step)) }
  if extra?.flag("is_ignored") == true { (observation.state, observation.stateReason) = (.suppressed, "nosemgrep") }
  if let dependency {
    observation.ids = identifiers(metadata)
    let package = dependency["dependency_match"]?["found_dependency"]
    observation.component = package.flatMap(component)
    observation.fixedVersions = try fixes(of: package?.text("package"), in: metadata)
    setReachability(of: &observation, from: dependency)
  }
  return observation
}

private let (unnamed, matchBased) = (InternedString("unnamed"), InternedString("matchBasedId/v1"))

/// The kind of a result: supply-chain findings have `sca_info`, secrets the state of a validator.
private func kind(of extra: JSONValue?, isDependency: Bool) -> Observation.Kind {
  if isDependency { return .sca }
  return extra?["validation_state"]?.equals("NO_VALIDATOR") == false ? .secret : .sast
}

/// The severity: a validated secret states its own, and a supply-chain finding that of its advisory.
private func severity(of extra: JSONValue?, isDependency: Bool) -> InternedString? {
  if extra?["validation_state"]?.equals("CONFIRMED_VALID") ?? false { return confirmed }
  let ofAdvisory = isDependency ? extra?["metadata"]?.interned(stated: "sca-severity") : nil
  return ofAdvisory ?? extra?.interned(text: "severity")
}

private let confirmed = InternedString("CONFIRMED_VALID")

/// The fixed versions of a package; nil if the advisory states none.
private func fixes(of package: String?, in metadata: JSONValue?) throws(Diagnostic) -> [String]? {
  var versions: [String] = []
  guard let metadata else { return nil }
  for fix in try metadata.list("sca-fix-versions") {
    if let text = fix.text { versions.append(text) }
    guard fix.kind == .object else { continue }
    for (name, version) in try fix.members() where package == nil || name == package {
      if let version = version.scalar { versions.append(version) }
    }
  }
  return versions.isEmpty ? nil : versions.distinct
}

private func location(_ result: JSONValue) -> Location {
  let (start, end) = (result["start"], result["end"])
  return Location(
    path: InternedOptional(result.interned(text: "path")), startLine: start?.line("line"),
    endLine: end?.line("line"),
    startColumn: start?.integer("col"))
}

/// A place in a data flow: `{"path": "a.py", "start": {"line": 3}, …}`.
private func step(_ value: JSONValue) -> Location? {
  guard value["path"]?.text != nil, value["start"]?.kind == .object else { return nil }
  return location(value)
}

private func identifiers(_ metadata: JSONValue?) -> [String] {
  [metadata?.text("sca-vuln-database-identifier"), metadata?.text("ghsa"), metadata?.text("cve")]
    .compactMap { $0.flatMap(vulnerability) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
}

private func component(_ dependency: JSONValue) -> Component? {
  guard let name = dependency.text("package") else { return nil }
  return Component(ecosystem: dependency.text("ecosystem"), name: name, version: dependency.text("version"))
}

/// Sets the reachability. Semgrep analyses only first-party code: a use it finds is reachable, and without one a direct
/// dependency is unreachable; for transitive dependencies that proves nothing. A rule without a pattern analyses
/// nothing.
private func setReachability(of observation: inout Observation, from dependency: JSONValue) {
  guard dependency.flag("reachability_rule") == true, let isReachable = dependency.flag("reachable") else { return }
  let isDirect = dependency["dependency_match"]?["found_dependency"]?["transitivity"]?.equals("direct") == true
  guard isReachable || isDirect else { return }
  observation.reachability = isReachable ? .reachable : .unreachable
  observation.reachabilityEvidence = ReachabilityEvidence(
    level: isReachable ? "called" : "required", tool: observation.scan.tool, scope: "direct",
    commit: observation.scan.commit)
}
