import Git
import Interning
import Ledger
import Model
import Reports
import System

/// A record that was appended.
package struct RecordedRun: Sendable {
  package let id: String
  /// Whether the ledger did not have an equal record before.
  package let isNew: Bool
  package let diagnostics: [Diagnostic]
}

/// Appends what a run decided to the ledger.
///
/// A decision without a head (the inputs could not be read), on the index, or by the policy of the working tree is
/// `run-not-recordable`.
package func record(
  _ decision: Decision, of request: Request, for purpose: Record.Purpose, program: String
) throws(Diagnostic) -> RecordedRun {
  guard let head = decision.head, head.commit != nil, request.policySource == .base, !request.isStaged else {
    throw Diagnostic(
      .runNotRecordable, "this run is not recorded: it did not judge a commit by the policy of the base",
      help: "record runs with --base and --head, or of a commit")
  }
  let repository = try LedgerRequest(request).open()
  let base = try (decision.base ?? head).commit.map { id throws(Diagnostic) in try repository.resolve(id) }
  var facts = try LedgerFacts(at: base, nil, in: repository)
  try facts.addNames(
    of: decision.judgements.map(\.risk.finding), try Comparison.resolve(request, in: repository), in: repository)
  let options = Record.Options(
    request.knowingCheckouts(of: repository), ledger: try repository.trustedLedger()?.tip.description)
  let record = Record(
    time: decision.now, purpose: purpose, program: program, base: decision.base, head: head,
    verdict: decision.verdict, decision: decision.digest(program), inputs: try inputs(of: decision, request),
    options: options,
    waivers: waivers(in: decision),
    findings: decision.judgements.indices.filter { decision.judgements[$0].risk.isPresent }.map {
      decision.recorded($0, facts)
    })
  let bytes = try record.bytes()
  let id = RecordID(of: bytes, at: record.time)
  let added = try repository.ledger.append(
    [GrowingRef.File(path: id.path, content: bytes)], message: "Record \(id)", at: record.time
  ).added
  return RecordedRun(id: id.description, isNew: !added.isEmpty, diagnostics: repository.looseObjectAdvice())
}

extension Decision {
  /// Adds that the run could not be recorded. A run that nobody can look up must not pass; a failed one stays failed.
  package mutating func fail(toRecord reason: Diagnostic) {
    let isFail = verdict == .fail
    diagnostics.append(reason)
    settle()
    verdict = isFail ? .fail : .undecided
  }

  /// The digest of the decision as JSON (`--format json`).
  func digest(_ program: String) -> String {
    var sink = ByteSink()
    Reporter.json.render(self, Canvas(version: program), into: &sink)
    return Digest.sha256(sink.bytes).description
  }

  /// A finding as its record has it.
  fileprivate func recorded(_ index: Int, _ facts: LedgerFacts) -> RecordedFinding {
    let judgement = judgements[index]
    let (finding, risk) = (judgement.risk.finding, judgement.risk)
    return RecordedFinding(
      id: finding.id, kind: finding.kind, effect: judgement.effect, severity: finding.severity,
      newness: risk.newness.newness.rawValue, firstSeen: risk.firstSeen,
      recorded: min(facts.since(finding) ?? now, risk.firstSeen.proven ?? now), aliases: facts.aliases(of: finding),
      owners: risk.owners.names, due: judgement.due,
      suppressed: judgement.suppressedBy?.kind)
  }
}

extension Risk {
  /// Whether the head has the problem.
  fileprivate var isPresent: Bool { newness.newness != .resolved && finding.state != .fixed }
}

extension LedgerFacts {
  /// The other ids of a finding: those that it would have with fewer tools, and those that it had.
  fileprivate func aliases(of finding: Finding) -> [String] {
    let names = names(of: finding)
    let known = baselines.first?.entry(named: names)?.aliases ?? []
    return Array(Set(names + known).subtracting([finding.id]).sorted().prefix(mostAliases))
  }
}

/// How many other ids of a finding a record has.
private let mostAliases = 32

extension FirstSeen {
  /// The time, if it is proven and not only claimed or a bound.
  fileprivate var proven: Timestamp? {
    switch source {
    case .ledger, .git, .published, .now: time
    case .report, .atLeastSince: nil
    }
  }
}

extension Record.Options {
  fileprivate init(_ request: Request, ledger: String?) {
    self.init()
    (allowsUnrelated, inputFormat, self.ledger) = (request.allowsUnrelated, request.inputFormat, ledger)
    (policies, roots) = (request.policies, request.roots)
    (scanned, baseScanned) = (request.scanned, request.baseScanned)
    checkouts = request.checkouts
  }
}

/// The files that took part: the policy, the reports with what describes them, and what else was named.
private func inputs(of decision: Decision, _ request: Request) throws(Diagnostic) -> [Record.Input] {
  var inputs = decision.policies.map { Record.Input(.policy, $0.path, digest: $0.digest) }
  // A file of several runs is one input.
  let runs = Dictionary(grouping: decision.evidence) { ExactText($0.file) }.sorted { $0.key < $1.key }
  inputs += runs.map { Record.Input(.report, $0.key.text, digest: $0.value[0].digest, kinds: provenKinds($0.value)) }
  var reports = runs.map(\.key.text)
  for (role, paths) in [(Record.Input.Role.baseReport, request.baseReports), (.vex, request.vex)] {
    for path in paths {
      for file in try Files.isFolder(path) ? Files.walk(path).files : [path] where Files.exists(file) {
        if role == .baseReport { reports.append(file) }
        inputs.append(Record.Input(role, file, digest: try Files.read(file).digest.description))
      }
    }
  }
  let described = Set(reports.flatMap(placesOfDescriptions).map(ExactText.init))
  let known = Set(inputs.map { ExactText($0.name) })
  for file in described.subtracting(known) where Files.exists(file.text) {
    inputs.append(Record.Input(.description, file.text, digest: try Files.read(file.text).digest.description))
  }
  return inputs
}

/// The kinds of which all runs of a report that look for them show all findings of the commit.
private func provenKinds(_ runs: [ReportEvidence]) -> Set<Observation.Kind> {
  let proven = runs.map { ($0.kinds, provenKinds($0)) }
  let open = proven.reduce(into: Set()) { $0.formUnion($1.0.subtracting($1.1)) }
  return proven.reduce(into: Set()) { $0.formUnion($1.1) }.subtracting(open)
}

/// The kinds of which a report shows all findings of the commit: none, unless it is accepted as evidence of the whole
/// repository.
private func provenKinds(_ evidence: ReportEvidence) -> Set<Observation.Kind> {
  let isPart = !evidence.coverage.unread.isEmpty || evidence.coverage.folders.map { !$0.contains("") } ?? false
  return evidence.state == .present && !isPart ? evidence.kinds : []
}

private func waivers(in decision: Decision) -> [String] {
  var ids: Set<String> = []
  for judgement in decision.judgements {
    for suppressor in judgement.outcome.suppressors where suppressor.obstacle == nil {
      if suppressor.suppression.kind == .waiver, let id = suppressor.id { ids.insert(id) }
    }
  }
  return ids.sorted()
}

extension LedgerRequest {
  init(_ request: Request) {
    self.init(now: request.now)
    (repository, trusted) = (request.repository, request.trustedRepositories)
    environment = request.environment
  }
}

extension Repository {
  /// Advice to pack when many objects lie in files of their own. Each record makes about six.
  func looseObjectAdvice() -> [Diagnostic] {
    let count = looseObjectEstimate
    guard count > 6700 else { return [] }
    return [
      Diagnostic(
        .ledgerLoose, "about \(count) objects of this repository are not packed", severity: .note, help: "run `git gc`")
    ]
  }
}
