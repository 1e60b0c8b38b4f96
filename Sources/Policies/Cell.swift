import Model
import Patterns

/// One combination of a requirement: a kind of scan by one tool over one path pattern. A nil tool or area means any.
struct Cell {
  let requirement: Policy.Requirement
  let tool: String?
  let area: Area?

  /// A path pattern, as text and compiled.
  struct Area {
    let pattern: String
    let glob: Glob
  }

  /// Why a report does not fulfil a cell.
  struct Fault {
    let file: String
    let state: ReportEvidence.State
    let code: DiagnosticCode
    let text: String
    var because: [String] = []
    var help: String?
    /// Whether the help closes the gap in place of another scan.
    var isRemedy = false
  }

  /// The gap that the reports leave in this cell; nil when a report fulfils it and none failed.
  func gap(in evidence: [ReportEvidence], changed: [String]?, now: Timestamp) -> Gap? {
    let mine = evidence.filter(isMine)
    let here = mine.filter { omission(of: $0) == nil }
    let faults = here.map { fault(of: $0, now: now) }
    // A failed run means that a part was not scanned, even when other runs succeeded.
    let isIncomplete = faults.contains { $0.map { [.failed, .partial].contains($0.state) } ?? false }
    if !isIncomplete, faults.contains(where: { $0 == nil }) {
      return unlisted(in: zip(here, faults).filter { $0.1 == nil }.map(\.0), changed ?? []).map { gap($0) }
    }
    let worst = faults.compactMap { $0 }.min { ($0.state.rank, $0.file) < ($1.state.rank, $1.file) }
    let shortfall = worst ?? mine.compactMap(omission).min { $0.file < $1.file }
    let touched = changed?.first { path in area.map { $0.glob.matches(path) } ?? false }
    let because = touched.map { ["this change touches \($0)"] } ?? []
    return shortfall.map { gap($0, because) } ?? gap(.missing, missing(evidence, because))
  }

  private func gap(_ fault: Fault, _ because: [String] = []) -> Gap {
    gap(fault.state, reason(fault, because), remedy: fault.isRemedy ? fault.help : nil)
  }

  private func gap(_ state: ReportEvidence.State, _ reason: Diagnostic, remedy: String? = nil) -> Gap {
    Gap(
      kind: requirement.kind, tools: tool.map { [$0] } ?? [], paths: area.map { [$0.pattern] } ?? [], state: state,
      reason: reason, remedy: remedy, at: requirement.at)
  }

  /// Whether a report is of the kind and tool of this cell, and covers its path.
  func accepts(_ evidence: ReportEvidence) -> Bool { isMine(evidence) && omission(of: evidence) == nil }

  /// Whether a report is of the kind and tool of this cell.
  func isMine(_ evidence: ReportEvidence) -> Bool {
    guard let tool else { return evidence.kinds.contains(requirement.kind) }
    guard isReport(inFormat: evidence.format, by: evidence.tool, of: tool) else { return false }
    // A report that could not be read has no kind. It cannot fulfil the cell, but it explains the gap.
    let isWithoutKind = evidence.kinds.isEmpty && [.failed, .empty].contains(evidence.state)
    return evidence.kinds.contains(requirement.kind) || isWithoutKind
  }
}

// MARK: - Messages

extension Cell {
  private var name: String { "\(tool.map { "\($0) " } ?? "")\(requirement.kind.rawValue) report" }
  private var position: String { area.map { " over \($0.pattern)" } ?? "" }

  private func reason(_ fault: Fault, _ because: [String]) -> Diagnostic {
    Diagnostic(
      fault.code, "\(fault.file) does not count as the \(name)\(position): \(fault.text)",
      at: SourcePosition(file: fault.file),
      because: fault.because + because,
      help: fault.help ?? "run \(tool ?? "the scanner") again on the head commit")
  }

  private func missing(_ evidence: [ReportEvidence], _ because: [String]) -> Diagnostic {
    let kind = requirement.kind
    let others = Set(evidence.filter { $0.kinds.contains(kind) }.map { $0.tool ?? $0.format }).sorted()
    let near = others.isEmpty ? [] : ["\(kind.rawValue) was reported by \(others.joined(separator: ", ")) only"]
    return Diagnostic(
      .evidenceMissing, "the \(name)\(position) is missing", at: requirement.at, because: near + because,
      help: "run \(tool ?? "a \(kind.rawValue) scanner") on the head commit and pass its report")
  }
}

extension ReportEvidence.State {
  /// The order in which the faults of several reports are chosen for the message, lowest first: a failed run, then the
  /// state that is closest to a valid report.
  fileprivate var rank: Int {
    switch self {
    case .failed: 0
    case .partial: 1
    case .present: 2
    case .stale: 3
    case .unbound: 4
    case .wrongCommit: 5
    case .empty: 6
    case .missing: 7
    }
  }
}
