import Model

extension Policy {
  /// The required evidence that is not there. Each tool of a requirement is a cell of its own, so that a dead scanner cannot hide
  /// behind a living one. A cell is asked for whatever the change touches; `changed` only makes the explanation better.
  package func gaps(in evidence: [Evidence], changed: [String]?, now: Timestamp) -> [Gap] {
    requirements.flatMap { requirement in
      let cells: [String?] = requirement.tools.isEmpty ? [nil] : requirement.tools
      return cells.compactMap { tool in requirement.gap(of: tool, in: evidence, changed: changed, now: now) }
    }
  }
}

extension Policy.Requirement {
  fileprivate func gap(of tool: String?, in evidence: [Evidence], changed: [String]?, now: Timestamp) -> Gap? {
    let mine = evidence.filter { $0.kinds.contains(kind) && (tool.map($0.isBy) ?? true) }
    let faults = mine.map { ($0, fault(of: $0, now: now)) }
    // One failed run means that a part was not looked at, whatever other runs saw.
    let isCovered = faults.contains { $0.1 == nil } && !faults.contains { $0.1?.state == .failed }
    if isCovered { return nil }
    let worst = faults.compactMap { evidence, fault in fault.map { (evidence, $0) } }
      .min { ($0.1.state.rank, $0.0.file) < ($1.1.state.rank, $1.0.file) }
    let touched = changed?.first { path in globs.contains { $0.matches(path) } }
    let because = touched.map { ["this change touches \($0)"] } ?? []
    let reason = worst.map { found in
      Diagnostic(
        found.1.code, "\(found.0.file) does not count as the \(name(tool)): \(found.1.text)",
        at: Place(file: found.0.file),
        because: (found.0.reason.map { [$0.text] } ?? []) + because,
        help: "run \(tool ?? "the scanner") again on the head commit")
    }
    return Gap(
      kind: kind, tools: tool.map { [$0] } ?? [], paths: paths, state: worst?.1.state ?? .missing,
      reason: reason ?? missing(tool, evidence, because), at: at)
  }

  private func name(_ tool: String?) -> String { "\(tool.map { "\($0) " } ?? "")\(kind.rawValue) report" }

  private func missing(_ tool: String?, _ evidence: [Evidence], _ because: [String]) -> Diagnostic {
    let area = paths.isEmpty ? "" : " over \(paths.joined(separator: ", "))"
    let others = Set(evidence.filter { $0.kinds.contains(kind) }.map { $0.tool ?? $0.format }).sorted()
    let near = others.isEmpty ? [] : ["\(kind.rawValue) was reported by \(others.joined(separator: ", ")) only"]
    return Diagnostic(
      .evidenceMissing, "the \(name(tool))\(area) is missing", at: at, because: near + because,
      help: "run \(tool ?? "a \(kind.rawValue) scanner") on the head commit and pass its report")
  }

  /// Why a report does not fill the cell; nil when it does.
  private func fault(of evidence: Evidence, now: Timestamp) -> (state: Evidence.State, code: Code, text: String)? {
    switch evidence.state {
    case .present: break
    case .missing: return (.missing, .reportMissing, "it is not there")
    case .failed: return (.failed, .reportFailed, "the tool did not finish")
    case .empty: return (.empty, .reportEmpty, "nothing proves that anything was scanned")
    case .stale: return (.stale, .reportStale, "it is too old")
    case .wrongCommit:
      if !acceptsAnyCommit { return (.wrongCommit, .reportWrongCommit, "it was made from another commit") }
    case .unbound: if !acceptsAnyCommit { return (.unbound, .reportUnbound, "nothing says which commit was scanned") }
    }
    if let time = evidence.time, time > now + clockSkew {
      return (.stale, .reportFromFuture, "it is dated \(time), after now")
    }
    guard let maxAge else { return nil }
    guard let time = evidence.time else {
      return (.stale, .reportStale, "it does not say when it was made, and may be \(maxAge) old")
    }
    return time + maxAge < now ? (.stale, .reportStale, "it was made \(time) and may be \(maxAge) old") : nil
  }
}

extension Evidence {
  fileprivate func isBy(_ name: String) -> Bool { format == name || tool.map { isTool($0, name) } == true }
}

extension Evidence.State {
  /// The gap that is told when several reports fall short: a failure first, then what is nearest to good.
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
