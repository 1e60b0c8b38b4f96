import Model

/// One action for all gaps that one run of a scanner fills.
func scans(filling gaps: [Gap]) -> [Action] {
  var merged: [Gap] = []
  for gap in gaps where gap.state != .partial {
    let twin = merged.firstIndex { ($0.kind, $0.state) == (gap.kind, gap.state) && $0.tools == gap.tools }
    if let twin { merged[twin].paths += gap.paths } else { merged.append(gap) }
  }
  return (merged + gaps.filter { $0.state == .partial }).map(action(filling:))
}

private func action(filling gap: Gap) -> Action {
  let what = gap.tools.isEmpty ? "a \(gap.kind?.rawValue ?? "") scanner" : gap.tools.joined(separator: " or ")
  let area = gap.paths.isEmpty ? "" : " over \(gap.paths.joined(separator: ", "))"
  switch gap.state {
  case .missing: return Action(.scan, "run \(what)\(area) on the head commit and pass its report")
  case .unbound:
    return Action(.rescan, "say which commit the \(what) report was made from (in a side-car, or with --scanned)")
  case .partial where gap.reason.help != nil: return Action(.rescan, gap.reason.help ?? "")
  case .stale, .wrongCommit, .failed, .partial, .empty, .present:
    return Action(.rescan, "run \(what)\(area) again on the head commit (\(gap.state.rawValue))")
  }
}

/// One action for each tool whose report is no evidence although no requirement asks for it, such as a failed scan.
func reruns(of reports: [ReportEvidence], besides gaps: [Gap]) -> [Action] {
  reports.filter { report in !gaps.contains { $0.reason.position?.file == report.file } }.map { report in
    let tool = report.tool ?? (report.format == "unknown" ? "the scanner of \(report.file)" : report.format)
    if report.state == .partial, let help = report.reason?.help { return Action(.rescan, help) }
    return Action(.rescan, "run \(tool) again on the head commit and pass its report (\(report.state.rawValue))")
  }
}
