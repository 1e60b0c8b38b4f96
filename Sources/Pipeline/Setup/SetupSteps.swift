import Evidence
import Interning
import Model
import Ownership
import Reports
import System

extension Setup {
  /// What was seen, one row for each kind of fact.
  var found: [(name: String, text: String)] {
    var rows = [("owners", ownersFound)]
    if !survey.languages.isEmpty {
      let counted = survey.languages.prefix(4).map { "\($0.name) (\(plural($0.files, "file")))" }
      rows.append(("languages", listed(counted, of: survey.languages.count)))
    }
    if !survey.manifests.isEmpty {
      rows.append(("packages", listed(Array(survey.manifests.prefix(3)), of: survey.manifests.count)))
    }
    if !unscanned.isEmpty {
      rows.append(
        (
          "not scanned",
          "\(listed(Array(unscanned.prefix(4)), of: unscanned.count)): let CI run a scanner for it, and ask for it under `evidence`"
        ))
    }
    if !survey.systems.isEmpty { rows.append(("ci", survey.systems.map(\.name).joined(separator: ", "))) }
    if ci.systems.contains(where: \.isCI), let branch = survey.defaultBranch {
      rows.append(("branch", "\(branch.name.displayText(limit: 80)), \(branch.reason)"))
    }
    if !survey.scanners.isEmpty {
      rows.append(
        ("scanners", listed(Array(survey.scanners.prefix(8)), of: survey.scanners.count) + " on this machine"))
    }
    if needsBaseline, !survey.reports.paths.isEmpty {
      let paths = survey.reports.paths
      rows.append(("reports", listed(Array(paths.prefix(3)), of: paths.count) + "; not read, as nobody named them"))
    }
    if !evidence.isEmpty {
      let tools = Set(evidence.map { ($0.tool ?? $0.format) }).sorted()
      rows.append(
        (
          "reports",
          "\(plural(evidence.count, "report")) by \(listed(Array(tools.prefix(6)), of: tools.count)), "
            + plural(findings.count, "finding")
        ))
    }
    return rows
  }

  /// The languages that none of the scanners of CI reads; empty where other scanners have reported, or where CI runs none yet.
  private var unscanned: [String] {
    let isOfTemplates = Set(reportedDemands.map(\.tool)).isSubset(of: CIScanner.allCases.map(\.rawValue))
    guard !ci.demands.isEmpty, isOfTemplates else { return [] }
    let read = Set(ci.values.scanners.flatMap(\.languages))
    return survey.languages.map(\.name).filter { !read.contains($0) }
  }

  private var ownersFound: String {
    guard let file = survey.owners.file else {
      return "no CODEOWNERS, so nobody owns a finding and only named people may waive"
    }
    return "\(file.name), read as \(survey.owners.dialect.forge) reads it"
      + (survey.isGateOwned ? "" : "; nobody in it owns .gatehouse/")
  }

  private func listed(_ names: [String], of count: Int) -> String {
    let shown = names.map { $0.displayText(limit: 80) }.joined(separator: ", ")
    return count > names.count ? "\(shown) and \(count - names.count) more" : shown
  }

  /// Writes what is missing, and tells what was written and what was there.
  func write() throws(PipelineError) -> [(name: String, text: String)] {
    var rows = [try writePolicy()]
    rows.append(
      try add(
        "\(PolicyBundle.home)/policy.schema.json", SchemaFile.policy.schema, "lets editors complete policy.yaml"))
    rows.append(try addToHome("waivers", InitialFiles.waivers, "no waiver yet"))
    if !evidence.isEmpty {
      rows.append(
        try addToHome(
          "baseline", files.baseline(of: findings),
          "\(plural(findings.count, "finding")) of today, suppressed until \(files.end)"))
    }
    for system in ci.systems {
      for file in system.files { rows.append(try add(file, of: system)) }
    }
    rows += ci.taken.flatMap { $0.files.prefix(1) }.map { ("kept", "\($0.path), which does not run the gate") }
    return rows
  }

  /// Writes the policy unless there is one that somebody has written or edited.
  private func writePolicy() throws(PipelineError) -> (name: String, text: String) {
    guard policy != nil else {
      return try add(
        Self.policyFile, files.policy(named: safeName, demands, ownersApprove: survey.owners.file != nil),
        "new criticals and secrets block now, new highs from \(files.highs), overdue ones from \(files.end + 1)")
    }
    guard isPolicyRenewed, let unedited else { return ("kept", "the policy that is there") }
    try attempt { () throws(Diagnostic) in
      try Files.write(Array(unedited.text(demanding: demands).utf8), to: "\(folder)/\(Self.policyFile)")
    }
    let tools = Set(demands.map(\.tool)).sorted()
    return (
      "wrote",
      "\(Self.policyFile) again, as nobody has edited it: it asks for \(listed(tools, of: tools.count)) now"
    )
  }

  /// Writes one file of a CI system unless it is there.
  private func add(_ file: CIFile, of system: SetupSystem) throws(PipelineError) -> (name: String, text: String) {
    let text = file.text(ci.values)
    let isTaken = Self.text(at: file.path, in: folder).map { !CIFile.runsGate($0) } ?? false
    let what = file.purpose ?? ci.reason
    guard let other = file.otherPath, isTaken else { return try add(file.path, text, what) }
    return try add(other, text, "\(what); join it with \(file.path), and delete it")
  }

  /// Writes one YAML file of the bundle unless it is there, with either ending.
  private func addToHome(
    _ name: String, _ text: String, _ what: String
  ) throws(PipelineError) -> (name: String, text: String) {
    if let path = homeFile(name) { return ("kept", path) }
    return try add("\(PolicyBundle.home)/\(name).yaml", text, what)
  }

  /// Writes one file unless it is there.
  private func add(
    _ path: String, _ text: String, _ what: String
  ) throws(PipelineError) -> (name: String, text: String) {
    try attempt { () throws(Diagnostic) in
      if Files.exists("\(folder)/\(path)") { return ("kept", path) }
      for slash in path.utf8.indices where path.utf8[slash] == UInt8(ascii: "/") {
        try Files.makeFolder("\(folder)/\(path[..<slash])")
      }
      try Files.write(Array(text.utf8), to: "\(folder)/\(path)")
      return ("wrote", "\(path): \(what)")
    }
  }

  /// A name that a policy may have without quotes.
  private var safeName: String {
    let plain = name.unicodeScalars.filter { "a"..."z" ~= $0 || "A"..."Z" ~= $0 || "0"..."9" ~= $0 || $0 == "-" }
    let text = String(String.UnicodeScalarView(plain))
    return text.first?.isLetter == true ? text : "main"
  }

  /// What the policy asks for: what the files of CI see to, and where there are none, what the reports show.
  private var demands: [InitialFiles.Demand] { ci.demands.isEmpty ? reportedDemands : ci.demands }

  /// Whether the policy that is there is written again, with what it asks for.
  private var isPolicyRenewed: Bool { unedited != nil && !demands.isEmpty }

  /// A demand for each kind of scan that a tool has reported on.
  private var reportedDemands: [InitialFiles.Demand] {
    let found = evidence.flatMap { report in
      policyName(of: report).map { tool in report.kinds.map { InitialFiles.Demand(kind: $0, tool: tool) } } ?? []
    }
    return Array(Set(found))
  }

  /// What to do next, as commands where there are some.
  ///
  /// - Parameter rows: What was written.
  func next(after rows: [(name: String, text: String)]) -> [(name: String, text: String)] {
    var steps: [String] = []
    if !survey.hasCommit { steps.append("make the first commit, as a scan is recorded for a commit") }
    steps += [ignoreStep, scanStep, demandStep].compactMap(\.self) + keptSteps + [severityStep].compactMap(\.self)
    if !survey.isGateOwned {
      steps.append("give .gatehouse/ an owner in CODEOWNERS, whose review a change of the policy needs")
    }
    if hasUnknownDigest {
      steps.append(
        "put the digest of gatehouse-\(ci.values.version)-linux-x86_64.tar.gz, from SHA256SUMS of the release, in place of the "
          + "64 zeros in the files of CI")
    }
    if let file = fileWithTag {
      let release = "v\(ci.values.version)"
      steps.append(
        "put the commit id of the release in place of its tag \(release) in \(file): `gh api "
          + "repos/gatehouse-dev/gatehouse/commits/\(release) --jq .sha` prints it")
    }
    if isGateIgnored {
      steps.append("let git take .gatehouse/, which it ignores: `echo '!/.gatehouse/' >>.gitignore`")
    }
    if rows.contains(where: { $0.name == "wrote" }) || !survey.hasPolicy {
      steps.append(
        "read .gatehouse/policy.yaml, commit what was written alone, and merge it: a change cannot bring the policy that "
          + "judges it")
    }
    let others = Set(reportedDemands.map(\.tool)).subtracting(ci.demands.map(\.tool)).sorted()
    if !ci.demands.isEmpty, !others.isEmpty {
      steps.append(
        "let CI run \(listed(others, of: others.count)) too, beside the other scanners, and ask for it under `evidence` of the policy"
      )
    }
    steps += branchSteps
    steps += ci.systems.flatMap { system in [includeStep(of: system)].compactMap(\.self) + system.next }
    if ci.lacksHook {
      steps.append(
        "let pre-commit scan what is staged and judge it, by hooks of your own (docs/ci.md): those that init has scan Python "
          + "alone, and there is none")
    }
    if let file = ci.taken.first?.files.first {
      steps.append(
        "\(file.path) does not run the gate: rename it and run `gatehouse init` again, or let it run `gatehouse check` as docs/ci.md says"
      )
    }
    if !ci.systems.contains(where: { $0.isCI }) {
      steps.append(
        "let CI run the scanners and `gatehouse check` on each pull request, and require that check: `gatehouse init --ci NAME` "
          + "writes the files for \(SetupSystem.options.joined(separator: ", ")); others are in docs/ci.md")
    }
    return steps.enumerated().map { ("\($0.offset + 1)", $0.element) }
  }
}

extension Setup {
  /// Whether nothing lists what is there today, and this run makes no list either.
  private var needsBaseline: Bool { evidence.isEmpty && homeFile("baseline") == nil }

  /// How to list what is there today; nil when there is a list already, or one is made now.
  private var scanStep: String? {
    guard needsBaseline else { return nil }
    if !survey.reports.paths.isEmpty {
      return
        "`gatehouse init reports/` to list what those reports found; where they are not of HEAD, scan again first, each "
        + "as `\(Self.recordCommand)`"
    }
    let start = Files.isFolder("\(folder)/\(SurveyedReports.folder)") ? "" : "`mkdir reports` and "
    let commands =
      ci.demands.isEmpty
      ? "run the scanners, each as `\(Self.recordCommand)`"
      : "run the scanners as CI does: " + ci.commands.map { "`\($0)`" }.joined(separator: " and ")
    return "\(start)\(commands), and then `gatehouse init reports/` to list what is there"
  }

  /// How to keep what scans write out of git, where it would be no evidence.
  private var ignoreStep: String? {
    let folders = openFolders.filter { folder in
      !folder.isSame(as: SurveyedReports.folder) || scanStep != nil || namedFolders.contains { $0.isSame(as: folder) }
    }
    guard !folders.isEmpty else { return nil }
    let commands = folders.map { "`echo /\($0)/ >>.gitignore`" }.joined(separator: " and ")
    return "let git ignore what scans write, as a report that is committed is no evidence: \(commands)"
  }

  /// What to add to a policy of somebody else that does not ask for the scans that were given; nil when it does.
  private var demandStep: String? {
    guard let policy, !isPolicyRenewed else { return nil }
    let unasked = evidence.filter { !policy.requires($0, at: .ci) && !policy.names(toolOf: $0) && !$0.kinds.isEmpty }
    guard !unasked.isEmpty else {
      return policy.requirements.isEmpty && !evidence.isEmpty
        ? "the policy asks for no evidence, so a scanner that does not run is not missed: name the scanners of CI under "
          + "`evidence`" : nil
    }
    let tools = Set(unasked.map { $0.tool ?? $0.format }).sorted()
    let names = listed(Array(tools.prefix(6)), of: tools.count)
    return policy.requirements.isEmpty
      ? "the policy asks for no evidence, so a run without \(names) is not missed: add `evidence: \(demand(for: unasked))`"
      : "the policy does not ask for \(names), so a run without is not missed: add to its `evidence` the entries of "
        + "`\(demand(for: unasked))`"
  }

  /// What to know of the baseline that is there and stays as it is.
  private var keptSteps: [String] {
    guard let kept = keptBaseline, let path = homeFile("baseline") else { return [] }
    var steps: [String] = []
    if let until = wantedEnd, until != kept.until {
      steps.append(
        "the baseline that is there ends on \(kept.until): write another `until` into \(path), if it is to end on \(until)"
      )
    }
    let ids = kept.ids
    let others = findings.count { finding in !ids.contains(ExactText(finding.id)) }
    if others > 0 {
      steps.append(
        "\(plural(others, "finding")) of these reports \(others == 1 ? "is" : "are") not in \(path), so \(others == 1 ? "it is" : "they are") judged: "
          + "fix or waive \(others == 1 ? "it" : "them"), or delete the file and run `gatehouse init` again to list everything"
      )
    }
    return steps
  }

  /// What findings without a severity mean for the rules that `init` writes; nil when there are none.
  private var severityStep: String? {
    let count = findings.count { $0.severity == nil }
    guard count > 0, policy == nil || unedited != nil else { return nil }
    return
      "\(count) of the \(plural(findings.count, "finding")) \(count == 1 ? "has" : "have") no severity, and a new one without blocks as a "
      + "critical one does: rate the rules of their scanners under `severities` of the policy"
  }

  /// What to do where the main file of a system does not name the one that runs the gate; nil when it does.
  private func includeStep(of system: SetupSystem) -> String? {
    guard let inclusion = system.inclusion else { return nil }
    let lines = Self.text(at: inclusion.file, in: folder)?.split(separator: "\n") ?? []
    let isThere = lines.contains { line in
      line.first { $0 != " " } != "#" && line.contains(inclusion.path)
    }
    return isThere ? nil : "see that \(inclusion.file) includes it: `\(inclusion.example)`"
  }

  /// The file of CI that names a release of the action by its tag, which can be moved; nil when none does.
  private var fileWithTag: String? {
    ci.systems.filter(\.isCI).flatMap(\.files).map(\.path).first { path in
      Self.text(at: path, in: folder).map { $0.contains("gatehouse-dev/gatehouse@v\(ci.values.version)") } ?? false
    }
  }

  /// Whether a file of CI still has zeros where the digest of the release belongs.
  private var hasUnknownDigest: Bool {
    ci.systems.filter(\.isCI).flatMap(\.files).contains { file in
      [file.path, file.otherPath].compactMap { $0 }.contains { path in
        Self.text(at: path, in: folder).map { CIFile.runsGate($0) && $0.contains(CIValues.unknownDigest) } ?? false
      }
    }
  }

  /// What is to be done about a default branch that the files of CI do not name.
  private var branchSteps: [String] {
    guard ci.systems.contains(where: \.isCI) else { return [] }
    guard let branch = survey.defaultBranch else {
      return ["put the name of the default branch in place of `main` in the files of CI, if it is another"]
    }
    guard !branch.name.isSame(as: ci.values.branch) else { return [] }
    return [
      "put \(branch.name.displayText(limit: 80)), quoted for YAML, in place of `main` in the files of CI"
    ]
  }
}

/// How a policy calls the tool of a report; nil for a name of which somebody would have to make sense first.
private func policyName(of report: ReportEvidence) -> String? {
  guard let tool = report.tool else { return Format.toolNames.contains(report.format) ? report.format : nil }
  if let known = Format.toolName(of: tool) { return known }
  if Format.toolNames.contains(report.format) { return report.format }
  let name = "\(report.format):\(toolWord(of: tool))"
  // The name is free text of a report, and must not say more in the policy than a name does.
  let isPlain = name.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || "-_.:".utf8.contains($0) }
  return isPlain ? name : nil
}
