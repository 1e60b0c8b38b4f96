import Model
import Policies
import Reports
import System

/// A decision whose findings are explained: made again from the reports, or read from the JSON of one.
package struct ExplainedDecision: Sendable {
  private enum Source {
    case judged(Decision)
    case recorded(DecisionDocument)
  }

  private let source: Source

  package init(_ request: Request) {
    var request = request
    request.wantsWaiverHistory = true
    do throws(PipelineError) { source = .judged(try CheckInput(request).decide()) } catch {
      source = .judged(Decision(verdict: .undecided, now: request.now, diagnostics: error.diagnostics))
    }
  }

  /// Reads the decision that `check --format json` wrote to a file.
  package init(recordedIn path: String) throws(Diagnostic) {
    source = .recorded(try DecisionDocument(try Files.read(path, limit: DecisionDocument.sizeLimit)))
  }

  /// Whether a file holds a decision and not a report. A file that cannot be read is none.
  package static func isRecorded(in path: String) -> Bool {
    guard Files.isRegularFile(path) else { return false }
    do throws(Diagnostic) {
      return DecisionDocument.begins(try Files.read(path, limit: DecisionDocument.sizeLimit).bytes)
    } catch {
      return false
    }
  }

  /// The decision that was made again; nil for one that was read.
  package var decision: Decision? {
    if case .judged(let decision) = source { decision } else { nil }
  }

  package var verdict: Verdict {
    switch source {
    case .judged(let decision): decision.verdict
    case .recorded(let decision): decision.verdict
    }
  }

  package var errors: [Diagnostic] {
    switch source {
    case .judged(let decision): decision.diagnostics.filter { $0.severity == .error }
    case .recorded(let decision): decision.errors
    }
  }

  /// Whether the decision is about no finding, because of errors: it tells neither what is suppressed nor what is unknown.
  package var isEmpty: Bool {
    let count =
      switch source {
      case .judged(let decision): decision.judgements.count
      case .recorded(let decision): decision.findings.count
      }
    return count == 0 && !errors.isEmpty
  }

  /// What was suppressed, by what and until when.
  package func suppressed(_ canvas: Canvas) throws(Diagnostic) -> String {
    switch source {
    case .judged(let decision): SuppressedList(decision).text(canvas)
    case .recorded(let decision): try SuppressedList(decision).text(canvas)
    }
  }

  private var today: Day {
    switch source {
    case .judged(let decision): decision.now.day
    case .recorded(let decision): decision.now.day
    }
  }

  /// The ids of the waivers that the base has.
  private var takenIDs: Set<String> {
    switch source {
    case .judged(let decision): Set(decision.waivers.map(\.id))
    case .recorded(let decision): Set(decision.waivers.map(\.id))
    }
  }

  private var identifiers: [FindingIdentifiers] {
    switch source {
    case .judged(let decision): decision.judgements.map { FindingIdentifiers($0.risk.finding) }
    case .recorded(let decision): decision.findings.map(\.identifiers)
    }
  }

  private func trace(_ index: Int) throws(Diagnostic) -> FindingTrace {
    switch source {
    case .judged(let decision): FindingTrace(decision.judgements[index], in: decision)
    case .recorded(let decision): try decision.findings[index].trace()
    }
  }

  /// Explains the finding of an id or of the beginning of one, or all findings of a vulnerability or a rule. Throws where
  /// nothing or several things are named.
  package func explanation(of name: String, _ canvas: Canvas) throws(Diagnostic) -> String {
    switch NamedFindings(named: name, among: identifiers) {
    case .one(let index):
      let trace = try trace(index)
      return traceText([trace], of: 1, canvas) + waiverText(trace)
    case .all(let found):
      var traces: [FindingTrace] = []
      for index in found.prefix(tracesShown) { traces.append(try trace(index)) }
      return traceText(traces, of: found.count, canvas) + (traces.count == 1 ? waiverText(traces[0]) : "")
    case .several(let found):
      var names: [String] = []
      for index in found.prefix(namesShown) {
        let trace = try trace(index)
        names.append("\(trace.id.prefix(12)) is \(trace.what), \(trace.position)")
      }
      throw ambiguous(name, names, of: found.count)
    case .none:
      throw Diagnostic(
        .findingUnknown,
        "no finding has the id `\(name.displayText(limit: 60))`, nor is one of that vulnerability or rule",
        help: "gatehouse check prints the first digits of ids, and --format json all of them")
    }
  }

  /// How to waive a finding: an entry of a waiver file, in which only the reason is missing, and the command that writes it.
  private func waiverText(_ trace: FindingTrace) -> String {
    guard let offer = trace.waiver, let approver = offer.approvers.first else { return "" }
    let longest = offer.longest ?? .days(0)
    let draft = WaiverDraft(
      id: WaiverDraft.freeID(for: trace.id, taken: takenIDs), finding: trace.id,
      comment: "\(trace.severity.name): \(trace.what), \(trace.position)".displayText(limit: 300), reason: "",
      approvedBy: approver.displayText(limit: 200), created: today, until: today + longest.days)
    let proof = offer.proof.flatMap(Policy.WaiverTerms.Proof.init)?.advice ?? []
    let advice = proof.isEmpty ? "" : "\n" + proof.joined(separator: "\n") + "\n"
    let lines = ["gatehouse-waivers: 1", "waivers:"] + draft.lines(indent: 2)
    return """

      to waive it, say why in `reason`, and merge this into \(PolicyBundle.home)/waivers.yaml of the base branch first
      (a file that is there has the first two lines already; take `[]` out of it); a waiver in the change itself
      has no effect

      \(lines.joined(separator: "\n"))

      or: gatehouse waive \(trace.id.prefix(8)) --until \(longest) --approved-by \(approver.displayText(limit: 200)) --reason …
      with the options and reports of the check
      \(advice)
      """
  }
}

/// The error that the beginning of an id is that of several findings.
func ambiguous(_ name: String, _ found: [String], of count: Int) -> Diagnostic {
  Diagnostic(
    .findingUnknown, "`\(name.displayText(limit: 40))` is the beginning of the ids of \(count) findings",
    because: found + (count > found.count ? ["and \(count - found.count) more"] : []),
    help: "write more digits")
}

/// How many findings are explained at once, and how many a message lists.
private let (tracesShown, namesShown) = (20, 8)
