import Correlation
import Evidence
import Git
import Interning
import Model
import Risks
import System
import VEX

extension DecisionInput {
  /// Reads the reports and VEX documents of a request, merges what they say, and compares it with the base.
  ///
  /// - Parameter severities: what the policy says of scanners' severity words.
  init(
    _ request: Request, _ comparison: Comparison, _ severities: [String: [String: Severity?]],
    in opened: OpenRepository
  ) throws(PipelineError) {
    let scope = ArenaScope()
    let documents = try vexDocuments(request.vex, comparison, in: opened.repository)
    var reports = loadReports(for: comparison, severities, request, in: opened)
    try addLineFingerprints(&reports.observations, at: comparison.head?.commit, in: opened)
    let before = try baseFindings(comparison, severities, request, scope, in: opened)
    let outside = try pathsOutside(comparison, of: reports.observations, in: opened)
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
      base: comparison.base.map(Revision.init),
      head: comparison.head.map(Revision.init) ?? Revision(commit: nil),
      diagnostics: comparison.notes + reports.diagnostics + documents.flatMap(\.diagnostics), scope: scope)
  }
}

extension Revision {
  init(_ resolved: Resolved) { self.init(commit: resolved.commit.description, ref: resolved.ref) }
}

/// The reports of the head.
private func loadReports(
  for comparison: Comparison, _ severities: [String: [String: Severity?]], _ request: Request,
  in opened: OpenRepository
) -> LoadedReports {
  let isIndex = request.scanned == "staged"
  let binding = EvidenceBinding(
    heads: comparison.scanned, scanned: isIndex ? notYetCommitted : request.scanned,
    scannedSince: isIndex ? request.now : nil, now: request.now)
  var options = ReadOptions(
    format: request.inputFormat, severities: severities, roots: request.roots, binding: binding,
    progress: request.progress)
  if let commit = comparison.head?.commit { options.hasFile = { path in opened.hasFile(path, at: commit) } }
  var reports = LoadedReports(request.reports, options)
  // A folder may be named and hold nothing.
  if reports.evidence.isEmpty, !reports.diagnostics.contains(where: { $0.severity == .error }) {
    reports.diagnostics.append(
      Diagnostic(
        .nothingToJudge, "no report was given, so nothing was scanned",
        because: request.reports.map { "\($0) holds no report" },
        help: "pass the scanners' reports, or the folder they are in: gatehouse check reports/"))
  }
  return reports
}

/// The findings of the base's reports; nil when there are none. A base report that cannot be read is an error: without it what
/// was there before would look new, and what is new could look old.
private func baseFindings(
  _ comparison: Comparison, _ severities: [String: [String: Severity?]], _ request: Request, _ scope: ArenaScope,
  in opened: OpenRepository
) throws(PipelineError) -> [Finding]? {
  guard !request.baseReports.isEmpty else { return nil }
  guard let base = comparison.base else {
    throw PipelineError([Diagnostic(.usage, "--base-report needs a base", help: "pass --base refs/heads/main")])
  }
  var reports = LoadedReports(
    request.baseReports,
    ReadOptions(
      severities: severities, roots: request.roots,
      binding: EvidenceBinding(heads: [base.commit.description], now: request.now), progress: request.progress))
  // A report of the head given as the base's would make everything look old: it must say what it was made from.
  let refused = reports.diagnostics.filter { $0.severity == .error } + reports.evidence.compactMap(\.reason)
  guard refused.isEmpty else { throw PipelineError(refused) }
  try addLineFingerprints(&reports.observations, at: base.commit, in: opened)
  return correlate(reports.observations, in: scope).map(\.wrappedValue).sortedByID
}

/// The VEX documents that the caller names. One that base or head holds is read from the base, for the change could have
/// written the working tree's; any other is the caller's own.
private func vexDocuments(
  _ paths: [String], _ comparison: Comparison, in repository: borrowing Repository
) throws(PipelineError) -> [VEXDocument] {
  var documents: [VEXDocument] = []
  for path in paths {
    let input =
      if let inside = repository.pathInside(path), try isTracked(inside, comparison, in: repository) {
        try document(inside, at: comparison.rules, in: repository)
      } else {
        try attempt { () throws(Diagnostic) in try Files.read(path, limit: Limit.vex) }
      }
    documents.append(try attempt { () throws(Diagnostic) in try readVEXDocument(input) })
  }
  return documents
}

private func isTracked(
  _ path: String, _ comparison: Comparison, in repository: borrowing Repository
) throws(PipelineError) -> Bool {
  do throws(GitError) {
    if try repository.entry(path, at: comparison.rules) != nil { return true }
    guard let head = comparison.head else { return try repository.stagedBlob(path, limit: Limit.vex) != nil }
    return try repository.entry(path, at: head.commit) != nil
  } catch { throw PipelineError([Diagnostic(error)]) }
}

private func document(
  _ path: String, at commit: CommitID, in repository: borrowing Repository
) throws(PipelineError) -> Input {
  do throws(GitError) {
    if let bytes = try repository.blob(path, at: commit, limit: Limit.vex) { return Input(name: path, bytes: bytes) }
  } catch { throw PipelineError([Diagnostic(error)]) }
  throw PipelineError([
    Diagnostic(
      .vexNotTrusted, "commit \(commit.short) has no \(path); only the change brings it",
      at: SourcePosition(file: path), help: "commit the statement to the base branch first")
  ])
}

/// Paths that are no file of the head: a scanner that ran in a subfolder writes such. Whether the change touches what they
/// mean cannot be told, so they must not look untouched.
private func pathsOutside(
  _ comparison: Comparison, of observations: [Observation], in opened: OpenRepository
) throws(PipelineError) -> Set<InternedString> {
  guard let commit = comparison.head?.commit ?? comparison.base?.commit else { return [] }
  var paths: Set<InternedString> = []
  for index in observations.indices where observations[index].location.$image.isNil {
    if let path = observations[index].location.$path.interned { paths.insert(path) }
  }
  var outside: Set<InternedString> = []
  do throws(GitError) {
    for path in paths where comparison.changes?[path] == nil {
      if try !opened.isFile(path, at: commit) { outside.insert(path) }
    }
  } catch { throw PipelineError([Diagnostic(error)]) }
  return outside
}
