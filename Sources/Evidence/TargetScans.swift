import Model

/// The scans of a report that speaks of several targets: one for each, shared by its observations.
struct TargetScans {
  private var known: [String: Scan] = [:]

  mutating func scan(of target: String?, in report: Report) -> Scan {
    if let scan = known[target ?? ""] { return scan }
    let scan = report.scan(target: target)
    known[target ?? ""] = scan
    return scan
  }
}
