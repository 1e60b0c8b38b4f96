import Model
import Patterns

extension Policy {
  /// The required evidence that is missing. Each combination of a tool and a path pattern of a requirement is checked
  /// on its own, so that the report of one scanner or folder cannot stand in for that of another. All combinations are
  /// required, regardless of the files that the change touches.
  ///
  /// - Parameters:
  ///   - changed: The paths that the change touches, which only make the explanation of a gap more precise.
  ///   - place: Where the change is judged.
  package func gaps(
    in evidence: [ReportEvidence], changed: [String]?, at place: CheckPlace = .ci, now: Timestamp
  ) -> [Gap] {
    requirements.filter { $0.places.contains(place) }.flatMap { requirement in
      requirement.cells.compactMap { $0.gap(in: evidence, changed: changed, now: now) }
    }
  }
}

extension Policy {
  /// Whether requirements with `commit: any` accept a report of any commit. They must be about its
  /// tool, about a path that it covers, and about every kind of scan in it, because an allowance reaches nothing else.
  package func acceptsAnyCommit(of evidence: ReportEvidence, at place: CheckPlace = .ci) -> Bool {
    let cells = requirements.filter { $0.acceptsAnyCommit && $0.places.contains(place) }.flatMap(\.cells)
    return !evidence.kinds.isEmpty
      && evidence.kinds.allSatisfy { kind in
        cells.contains { $0.requirement.kind == kind && $0.accepts(evidence) }
      }
  }
}

extension Policy {
  /// Whether a requirement asks for reports of this kind and tool, whatever paths they cover.
  package func requires(_ evidence: ReportEvidence, at place: CheckPlace) -> Bool {
    requirements.contains { requirement in
      requirement.places.contains(place) && requirement.cells.contains { $0.isMine(evidence) }
    }
  }
}

extension Policy.Requirement {
  fileprivate var cells: [Cell] {
    let areas = globs.isEmpty ? [nil] : zip(paths, globs).map { Cell.Area(pattern: $0, glob: $1) }
    let names = tools.isEmpty ? [nil] : tools.map(Optional.some)
    return names.flatMap { tool in areas.map { Cell(requirement: self, tool: tool, area: $0) } }
  }
}

/// One combination of a requirement: a kind of scan by one tool over one path pattern. A nil tool or area means any.
private struct Cell {
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
  }

  /// The gap that the reports leave in this cell; nil when a report fulfils it and none failed.
  func gap(in evidence: [ReportEvidence], changed: [String]?, now: Timestamp) -> Gap? {
    let mine = evidence.filter(isMine)
    let here = mine.filter { omission(of: $0) == nil }
    let faults = here.map { fault(of: $0, now: now) }
    // A failed run means that a part was not scanned, even when other runs succeeded.
    if faults.contains(where: { $0 == nil }), !faults.contains(where: { $0?.state == .failed }) { return nil }
    let worst = faults.compactMap { $0 }.min { ($0.state.rank, $0.file) < ($1.state.rank, $1.file) }
    let shortfall = worst ?? mine.compactMap(omission).min { $0.file < $1.file }
    let touched = changed?.first { path in area.map { $0.glob.matches(path) } ?? false }
    let because = touched.map { ["this change touches \($0)"] } ?? []
    return Gap(
      kind: requirement.kind, tools: tool.map { [$0] } ?? [], paths: area.map { [$0.pattern] } ?? [],
      state: shortfall?.state ?? .missing, reason: shortfall.map { reason($0, because) } ?? missing(evidence, because),
      at: requirement.at)
  }

  /// Whether a report is of the kind and tool of this cell, and covers its path.
  fileprivate func accepts(_ evidence: ReportEvidence) -> Bool { isMine(evidence) && omission(of: evidence) == nil }

  /// Whether a report is of the kind and tool of this cell.
  fileprivate func isMine(_ evidence: ReportEvidence) -> Bool {
    guard let tool else { return evidence.kinds.contains(requirement.kind) }
    guard isReport(inFormat: evidence.format, by: evidence.tool, of: tool) else { return false }
    // A report that could not be read has no kind. It cannot fulfil the cell, but it explains the gap.
    let isWithoutKind = evidence.kinds.isEmpty && [.failed, .empty].contains(evidence.state)
    return evidence.kinds.contains(requirement.kind) || isWithoutKind
  }
}

// MARK: - Faults of reports

extension Cell {
  /// Why a report does not cover the paths of this cell; nil when it covers them or does not state what it covers.
  private func omission(of evidence: ReportEvidence) -> Fault? {
    guard let area else { return nil }
    if let folders = evidence.coverage.folders, !folders.contains(where: area.glob.lies) {
      let named = folders.map { $0.isEmpty ? "." : $0 }.joined(separator: ", ")
      return elsewhere(evidence.file, "it covers \(named) only", help: "scan \(area.pattern) as well")
    }
    if let files = evidence.coverage.files, !files.contains(where: area.glob.matches) {
      return elsewhere(
        evidence.file, "none of the files that it lists as scanned is there",
        help: "scan \(area.pattern) as well; if the tool ran in a folder, name it in a side-car or with --root")
    }
    return nil
  }

  /// A report that covers other paths only (`report-other-paths`).
  private func elsewhere(_ file: String, _ text: String, help: String) -> Fault {
    Fault(file: file, state: .missing, code: .reportOtherPaths, text: text, help: help)
  }

  /// Why a report that covers the paths does not fulfil the cell; nil when it does.
  private func fault(of evidence: ReportEvidence, now: Timestamp) -> Fault? {
    func fault(_ state: ReportEvidence.State, _ code: DiagnosticCode, _ text: String) -> Fault {
      let because = evidence.reason.map { [$0.text] + $0.because } ?? []
      return Fault(file: evidence.file, state: state, code: code, text: text, because: because)
    }
    switch evidence.state {
    case .present: break
    case .missing: return fault(.missing, .reportMissing, "it is not there")
    case .failed: return fault(.failed, .reportFailed, "the tool did not finish")
    case .empty: return fault(.empty, .reportEmpty, "nothing proves that anything was scanned")
    case .stale: return fault(.stale, .reportStale, "it is too old")
    case .wrongCommit where requirement.acceptsAnyCommit, .unbound where requirement.acceptsAnyCommit: break
    case .wrongCommit: return fault(.wrongCommit, .reportWrongCommit, "it was made from another commit")
    case .unbound: return fault(.unbound, .reportCommitUnknown, "nothing says which commit was scanned")
    }
    return age(of: evidence, now: now).map {
      Fault(file: evidence.file, state: .stale, code: $0.code, text: $0.text)
    }
  }

  /// Why the date of a report does not fulfil the requirement: later than now, unknown or too old; nil when it does.
  private func age(of evidence: ReportEvidence, now: Timestamp) -> (code: DiagnosticCode, text: String)? {
    if let time = evidence.time, time > now + .clockSkew {
      return (.reportFromFuture, "it is dated \(time), after now")
    }
    guard let maxAge = requirement.maxAge else { return nil }
    guard let time = evidence.time else {
      return (.reportStale, "it does not say when it was made, and may be \(maxAge) old")
    }
    return time + maxAge < now ? (.reportStale, "it was made \(time) and may be \(maxAge) old") : nil
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
    case .present: 1
    case .stale: 2
    case .unbound: 3
    case .wrongCommit: 4
    case .empty: 5
    case .missing: 6
    }
  }
}
