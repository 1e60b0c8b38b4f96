import Correlation
import Evidence
import Git
import Interning
import Model
import Risks
import System
import VEX

extension DecisionInput {
  /// Reads the reports and VEX documents of a request, merges the observations and compares the findings with the base.
  ///
  /// - Parameter severities: The policy's mapping of scanners' severity words.
  init(
    _ request: Request, _ comparison: Comparison, _ severities: [String: [String: Severity?]],
    in repository: Repository
  ) throws(PipelineError) {
    let scope = ArenaScope()
    let (documents, files) = try attempt { () throws(Diagnostic) in
      (
        try vexDocuments(request.vex, comparison, in: repository),
        CommitFiles(of: try comparison.headTree(in: repository))
      )
    }
    var reports = loadReports(for: comparison, severities, request, files)
    try attempt { () throws(Diagnostic) in try addLineFingerprints(&reports.observations, in: files) }
    let before = try baseFindings(comparison, severities, request, scope, in: repository)
    let outside = try attempt { () throws(Diagnostic) in
      try pathsOutside(of: files, in: reports.observations, unless: comparison.changes)
    }
    let findings = correlate(reports.takeObservations(), in: scope)
    let facts = HistoryFacts(
      changes: comparison.changes, isInHead: { !outside.contains($0) },
      base: before.map { before in
        (before, matchFindings(findings.map(\.wrappedValue), with: before, changes: comparison.changes))
      },
      now: request.now, baseTime: comparison.baseTime)
    self.init(
      findings: dateFindings(findings, in: facts), observationCount: reports.count, evidence: reports.evidence,
      changes: comparison.changes, statements: documents.flatMap(\.statements),
      base: comparison.base?.revision, head: comparison.head?.revision ?? Revision(commit: nil),
      diagnostics: comparison.notes + reports.diagnostics + documents.flatMap(\.diagnostics), scope: scope)
  }
}

/// Reads the reports of the head.
private func loadReports(
  for comparison: Comparison, _ severities: [String: [String: Severity?]], _ request: Request, _ files: CommitFiles
) -> LoadedReports {
  let isIndex = request.scanned == "staged"
  let binding = EvidenceBinding(
    heads: comparison.scanned, scanned: isIndex ? notYetCommitted : request.scanned,
    scannedSince: isIndex ? request.now : nil, now: request.now)
  let options = ReadOptions(
    format: request.inputFormat, severities: severities, roots: request.roots, binding: binding,
    hasFile: { !files.isMissing($0) }, progress: request.progress)
  var reports = LoadedReports(request.reports, options)
  // A named folder may contain no report.
  if reports.evidence.isEmpty, !reports.diagnostics.contains(where: { $0.severity == .error }) {
    reports.diagnostics.append(
      Diagnostic(
        .nothingToJudge, "no report was given, so nothing was scanned",
        because: request.reports.map { "\($0) holds no report" },
        help: "pass the scanners' reports, or the folder they are in: gatehouse check reports/"))
  }
  return reports
}

/// The findings of the base reports; nil when there are none. A base report that cannot be read is an error, because
/// findings could then be new or old by mistake.
private func baseFindings(
  _ comparison: Comparison, _ severities: [String: [String: Severity?]], _ request: Request, _ scope: ArenaScope,
  in repository: Repository
) throws(PipelineError) -> [Finding]? {
  guard !request.baseReports.isEmpty else { return nil }
  guard let base = comparison.base else {
    let target = try attempt { () throws(Diagnostic) in try repository.probableTarget() }
    throw PipelineError([
      Diagnostic(.usage, "--base-report needs a base", help: "pass --base \(target ?? "refs/heads/main")")
    ])
  }
  let files = try attempt { () throws(Diagnostic) in CommitFiles(of: try repository.tree(at: base.commit)) }
  var reports = LoadedReports(
    request.baseReports,
    ReadOptions(
      severities: severities, roots: request.roots,
      binding: EvidenceBinding(heads: [base.commit.description], now: request.now),
      hasFile: { !files.isMissing($0) }, progress: request.progress))
  // A report of the head passed as a base report would make all findings look old, so a
  // base report must name its commit.
  let refused = reports.diagnostics.filter { $0.severity == .error } + reports.evidence.compactMap(\.reason)
  guard refused.isEmpty else { throw PipelineError(refused) }
  try attempt { () throws(Diagnostic) in try addLineFingerprints(&reports.observations, in: files) }
  return correlate(reports.observations, in: scope).map(\.wrappedValue).sortedByID
}

/// Reads the VEX documents that the user names. A document in the repository is read from the base; one that only
/// the head contains is the error `vex-not-trusted`. Any other document is read from the file system, and its statements
/// are marked as coming from outside.
private func vexDocuments(
  _ paths: [String], _ comparison: Comparison, in repository: Repository
) throws(Diagnostic) -> [VEXDocument] {
  let (rules, head) = (try repository.tree(at: comparison.rules), try comparison.headTree(in: repository))
  var documents: [VEXDocument] = []
  for path in paths {
    let (input, isOutside) = try vexInput(path, rules, head, in: repository)
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
  _ path: String, _ rules: CommitTree, _ head: any Tree, in repository: Repository
) throws(Diagnostic) -> (Input, isOutside: Bool) {
  guard let inside = repository.pathInside(path) else { return (try Files.read(path, limit: Limit.vex), true) }
  if let input = try rules.input(inside, limit: Limit.vex) { return (input, false) }
  guard try head.kind(of: inside) == nil else { throw onlyInHead(inside, rules) }
  return (try Files.read(path, limit: Limit.vex), true)
}

private func onlyInHead(_ path: String, _ rules: CommitTree) -> Diagnostic {
  Diagnostic(
    .vexNotTrusted, "\(rules.description) has no \(path); only the change brings it", at: SourcePosition(file: path),
    help: "commit the statement to the base branch first")
}

/// The paths that are not files of the head; a scanner that ran in a subfolder reports such paths. They
/// must not count as unchanged, because it is not known whether the change touches the files they mean.
/// `files` caches earlier lookups.
private func pathsOutside(
  of files: CommitFiles, in observations: [Observation], unless changes: FileChanges?
) throws(Diagnostic) -> Set<InternedString> {
  var paths: Set<InternedString> = []
  for index in observations.indices where observations[index].location.$image.isNil {
    if let path = observations[index].location.$path.interned { paths.insert(path) }
  }
  var outside: Set<InternedString> = []
  for path in paths where changes?[path] == nil {
    if try !files.isFile(path) { outside.insert(path) }
  }
  return outside
}
