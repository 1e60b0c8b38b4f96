import Model

/// What a scanner is to be run on, in words.
///
/// - Parameter isStaged: Whether what is staged is judged, which has no commit yet.
func scanTarget(isStaged: Bool) -> String { isStaged ? "what is staged (--scanned staged)" : "the head commit" }

/// One action for all gaps that one run of a scanner fills.
///
/// - Parameter target: What is to be scanned, in words.
func scans(filling gaps: [Gap], on target: String) -> [Action] {
  var merged: [Gap] = []
  for gap in gaps where gap.state != .partial {
    let twin = merged.firstIndex {
      ($0.kind, $0.state, $0.remedy) == (gap.kind, gap.state, gap.remedy) && $0.tools == gap.tools
    }
    if let twin { merged[twin].paths += gap.paths } else { merged.append(gap) }
  }
  return (merged + gaps.filter { $0.state == .partial }).map { action(filling: $0, on: target) }
}

private func action(filling gap: Gap, on target: String) -> Action {
  if let remedy = gap.remedy { return Action(.rescan, remedy) }
  let what = gap.tools.isEmpty ? "a \(gap.kind?.rawValue ?? "") scanner" : gap.tools.joined(separator: " or ")
  let area = gap.paths.isEmpty ? "" : " over \(gap.paths.joined(separator: ", "))"
  switch gap.state {
  case .missing: return Action(.scan, "run \(what)\(area) on \(target) and pass its report")
  case .unbound:
    return Action(.rescan, "say which commit the \(what) report was made from (in a side-car, or with --scanned)")
  case .stale, .wrongCommit, .failed, .partial, .empty, .present:
    return Action(.rescan, "run \(what)\(area) again on \(target) (\(gap.state.rawValue))")
  }
}

/// One action for each tool whose report is no evidence although no requirement asks for it, such as a failed scan.
func reruns(of reports: [ReportEvidence], besides gaps: [Gap], on target: String) -> [Action] {
  reports.filter { report in !gaps.contains { $0.reason.position?.file == report.file } }.map { report in
    let tool = report.tool ?? (report.format == "unknown" ? "the scanner of \(report.file)" : report.format)
    if let remedy = report.remedy { return Action(.rescan, remedy) }
    return Action(.rescan, "run \(tool) again on \(target) and pass its report (\(report.state.rawValue))")
  }
}
