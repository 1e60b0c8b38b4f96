import Correlation
import Evidence
import Git
import Interning
import Model
import Policies
import Risks
import System
import VEX

extension DecisionInput {
  /// Reads the reports and VEX documents of a request, merges the observations and compares the findings with the base.
  ///
  /// - Parameter policy: The policy whose mapping of scanners' severity words counts.
  init(
    _ request: Request, _ comparison: Comparison, _ policy: Policy, in repository: Repository
  ) throws(PipelineError) {
    let (scope, severities) = (ArenaScope(), policy.severities)
    let (tracked, files) = try attempt { () throws(Diagnostic) in
      (
        try TrackedFiles(
          head: comparison.headTree(in: repository), commits: comparison.scanned, in: repository),
        CommitFiles(of: try comparison.headTree(in: repository))
      )
    }
    let documents = try attempt { () throws(Diagnostic) in
      try vexDocuments(request.vex, comparison, tracked, in: repository)
    }
    let written = try attempt { () throws(Diagnostic) in try comparison.stagedContentWritten(request, in: repository) }
    var reports = loadReports(for: comparison, severities, request, files, tracked, writtenAt: written)
    let shortFiles = try attempt { () throws(Diagnostic) in
      try addOrigins(
        to: &reports.observations, in: files, since: [comparison.origin].compactMap(\.self), in: repository)
    }
    let (changes, lineNotes) = try attempt { () throws(Diagnostic) in
      try comparison.changes(for: reports.evidence, in: repository)
    }
    let (before, baseNotes) = try baseFindings(comparison, severities, request, scope, tracked, in: repository)
    let paths = try attempt { () throws(Diagnostic) in
      try ObservedPaths(of: reports.observations, in: files, changes: changes)
    }
    let findings = correlate(reports.takeObservations(), in: scope)
    let contexts = try attempt { () throws(Diagnostic) in
      guard let base = comparison.base else { return LineContexts(head: files, base: files) }
      return LineContexts(
        head: files, base: CommitFiles(of: try repository.tree(at: comparison.origin?.commit ?? base.commit)))
    }
    let packages = try attempt { () throws(Diagnostic) in
      try packageFacts(comparison, paths.changes, in: repository)
    }
    let ledger = try attempt { () throws(Diagnostic) in
      var ledger = try LedgerFacts(at: comparison.base ?? comparison.head, request.ledger, in: repository)
      if !ledger.baselines.isEmpty {
        try ledger.addNames(of: findings.map(\.wrappedValue), comparison, in: repository)
      }
      return ledger
    }
    // The lines of base reports are those of one commit, which alone does not tell what was there before the change.
    let sinceOrigin = comparison.crossing == nil ? paths.changes : comparison.origin?.changes
    var code: CodeFacts? = CodeFacts(
      digest: { contexts.code(of: $0, isHead: $1) }, uses: { contexts.uses(at: $0, isHead: $1) })
    if comparison.crossing != nil { code = nil }
    var facts = HistoryFacts(
      changes: paths.changes, isInHead: { !paths.outside.contains($0) }, lineCounts: shortFiles, packages: packages,
      base: before.map { before in
        (
          before.findings,
          matchFindings(
            findings.map(\.wrappedValue), with: before.findings, laterCount: before.laterCount,
            laterPlaces: before.laterPlaces, changes: sinceOrigin
          ) { contexts.context(of: $0, isHead: $1) }
        )
      },
      isScannedAtBase: before?.isScanned, isMissingEarlier: before?.isMissingEarlier,
      code: code,
      now: request.now, baseTime: comparison.baseTime,
      ledger: ledger)
    facts.isPassedOverAtBase = before?.isPassedOver
    if let base = comparison.base?.commit, let changes = comparison.origin?.changes {
      let later = LaterChanges(changes, base: base, in: repository)
      facts.isTouchedAgain = { later.areTouchedAgain(since: $0) }
    }
    let newness = proveNewness(of: findings, in: facts)
    let (arrivals, end) = try attempt { () throws(Diagnostic) in
      try findArrivals(of: findings, newness, files, facts, comparison, policy, request, in: repository)
    }
    self.init(
      findings: dateFindings(findings, newness: newness, arrivals: arrivals, in: facts),
      observationCount: reports.count, evidence: reports.evidence,
      changes: changes, statements: documents.flatMap(\.statements), ageHelp: end?.help(in: repository),
      base: comparison.base?.revision, head: comparison.head?.revision ?? Revision(commit: nil), place: request.place,
      diagnostics: comparison.notes + lineNotes + reports.diagnostics + baseNotes + documents.flatMap(\.diagnostics),
      scope: scope)
  }
}

/// Adds what the commits say about the lines of observations (`LineOrigins`). Returns the numbers of lines of the files that
/// have fewer than an observation names.
func addOrigins(
  to observations: inout [Observation], in files: CommitFiles, since origins: [Origin], in repository: Repository
) throws(Diagnostic) -> [InternedString: Int] {
  var lines = try LineOrigins(of: files, since: origins, in: repository)
  try lines.add(to: &observations)
  return lines.shortFiles
}

/// Reads the reports of the head.
private func loadReports(
  for comparison: Comparison, _ severities: SeverityMapping, _ request: Request, _ files: CommitFiles,
  _ tracked: TrackedFiles, writtenAt: Timestamp?
) -> LoadedReports {
  let isIndex = request.scanned == "staged"
  var binding = EvidenceBinding(
    heads: comparison.scanned, scanned: isIndex ? notYetCommitted : request.scanned,
    scannedOption: "--scanned", scannedSince: isIndex ? request.now : nil, writtenAt: writtenAt, now: request.now)
  binding.scannedIsIndex = comparison.head == nil
  let options = ReadOptions(
    format: request.inputFormat, severities: severities, roots: request.roots, checkouts: request.checkouts,
    binding: binding, tracked: tracked, hasFile: { !files.isMissing($0) }, progress: request.progress)
  var reports = LoadedReports(request.reports, options)
  // A root may be that of base reports alone.
  if request.baseReports.isEmpty { reports.diagnostics += reports.unusedRoots(of: request.roots) }
  reports.diagnostics += reports.nothingRead(from: request.reports, help: request.helpWithoutReports)
  return reports
}

/// What the change does to packages; nil when there is nothing to compare with, or nothing changed.
private func packageFacts(
  _ comparison: Comparison, _ changes: FileChanges?, in repository: Repository
) throws(Diagnostic) -> PackageFacts? {
  guard let base = comparison.base, let changes, !changes.isEmpty else { return nil }
  let head = try comparison.headTree(in: repository)
  if let crossing = comparison.crossing { return try crossing.packages(to: head, in: repository) }
  // What the base branch has brought since the change began is not the change's doing.
  let common = try repository.tree(at: comparison.origin?.commit ?? base.commit)
  return PackageChanges(changes, from: common, to: head).facts
}

/// The findings of the base reports; nil when there are none.
private func baseFindings(
  _ comparison: Comparison, _ severities: SeverityMapping, _ request: Request, _ scope: ArenaScope,
  _ tracked: TrackedFiles, in repository: Repository
) throws(PipelineError) -> (scan: BaseScan?, diagnostics: [Diagnostic]) {
  guard !request.baseReports.isEmpty else { return (nil, []) }
  guard let base = comparison.base else {
    let target = try attempt { () throws(Diagnostic) in try repository.probableTarget() }
    throw PipelineError([
      Diagnostic(.usage, "--base-report needs a base", help: "pass --base \(target ?? "refs/heads/main")")
    ])
  }
  return try BaseReports(
    comparison: comparison, base: base.commit, request: request, severities: severities, tracked: tracked,
    repository: repository
  ).read(in: scope)
}

/// Reads the VEX documents that the user names. A document in the repository is read from the base; one that only
/// the head contains is the error `vex-not-trusted`. Any other document is read from the file system, and its statements
/// are marked as coming from outside.
private func vexDocuments(
  _ paths: [String], _ comparison: Comparison, _ tracked: TrackedFiles, in repository: Repository
) throws(Diagnostic) -> [VEXDocument] {
  let rules = try repository.tree(at: comparison.rules)
  var documents: [VEXDocument] = []
  for path in paths {
    let (input, isOutside) = try vexInput(path, rules, tracked, in: repository)
    var document = try readVEXDocument(input)
    if isOutside {
      let digest = Digest.sha256(input.bytes).description
      for index in document.statements.indices { document.statements[index].outsideDigest = digest }
    }
    documents.append(document)
  }
  return documents
}

private func vexInput(
  _ path: String, _ rules: CommitTree, _ tracked: TrackedFiles, in repository: Repository
) throws(Diagnostic) -> (Input, isOutside: Bool) {
  if let inside = try repository.pathInside(path), let input = try rules.input(inside, limit: Limit.vex) {
    return (input, false)
  }
  if let inside = try tracked.trackedPath(of: path) { throw onlyInHead(inside, rules) }
  return (try Files.read(path, limit: Limit.vex), true)
}

private func onlyInHead(_ path: String, _ rules: CommitTree) -> Diagnostic {
  Diagnostic(
    .vexNotTrusted, "\(rules.description) has no \(path); only the change brings it", at: SourcePosition(file: path),
    help: "commit the statement to the base branch first")
}
