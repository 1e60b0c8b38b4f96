import Model

/// The greatest number of findings that a waiver may cover before it is reported as too broad.
private let broad = 10

extension Waivers {
  /// Warnings about waivers that have expired or end soon, cover no finding, cover too many, or last too long.
  package func audit(_ judgements: [Judgement], policy: Policy, now: Timestamp) -> [Diagnostic] {
    guard !all.isEmpty else { return [] }
    let uses = uses(in: judgements)
    return zip(all, uses).flatMap { waiver, use in
      waiver.audit(
        use.fitting.map { judgements[$0] }, isNear: use.fitting.isEmpty && use.takesPart, policy.waiverTerms,
        today: now.day)
    }
  }

  /// What a waiver does in the judgements of a decision.
  private struct Use {
    /// The positions of the judgements of findings that the waiver covers, alone or together with others.
    var fitting: [Int] = []
    /// Whether it covers at least a part of a finding.
    var takesPart = false
  }

  /// The use of each waiver.
  private func uses(in judgements: [Judgement]) -> [Use] {
    var uses = [Use](repeating: Use(), count: all.count)
    let index = WaiverIndex(all)
    let positions = Dictionary(all.indices.map { (all[$0].at, [$0]) }, uniquingKeysWith: +)
    for (number, judgement) in judgements.enumerated() {
      let finding = judgement.risk.finding
      var fitting = Set<Int>()
      for suppressor in judgement.outcome.suppressors {
        for position in positions[suppressor.suppression.at] ?? [] {
          uses[position].takesPart = true
          if suppressor.obstacle == nil { fitting.insert(position) }
        }
      }
      let candidates = index.positions(for: finding).filter { !fitting.contains($0) && all[$0].mayCover(finding) }
      if !candidates.isEmpty {
        let parts = FindingParts(of: finding)
        fitting.formUnion(candidates.filter { all[$0].coversWhole(finding, parts) })
      }
      for position in fitting { uses[position].fitting.append(number) }
    }
    return uses
  }
}

extension Waiver {
  fileprivate func audit(_ fitting: [Judgement], isNear: Bool, _ terms: Policy.WaiverTerms, today: Day) -> [Diagnostic]
  {
    var found: [Diagnostic] = []
    func warn(_ code: DiagnosticCode, _ text: String, because: [String] = [], help: String) {
      let node = code == .waiverUnused || code == .waiverTooBroad ? node.child("match") ?? node : end
      found.append(node.diagnostic(code, "waiver \(id) \(text)", severity: .warning, because: because, help: help))
    }
    if today > until {
      let blocking = fitting.count { $0.effect == .deny }
      let because = blocking == 0 ? [] : ["\(counted(blocking)) it was for \(blocking == 1 ? "blocks" : "block") again"]
      warn(
        .waiverExpired, "ended \(counted(today - until, "day")) ago, on \(until)", because: because,
        help: "fix what it was for, or ask for a new one; delete this one")
    } else if !fitting.isEmpty, until - today <= terms.expiring.days {
      warn(
        .waiverExpiring, until == today ? "ends today" : "ends in \(until - today) days, on \(until)",
        help: "fix \(counted(fitting.count)) before that day")
    }
    if fitting.isEmpty, isNear {
      warn(
        .waiverUnused, "covers only a part of each finding", help: "waive the other part as well, or delete this one")
    } else if fitting.isEmpty {
      warn(.waiverUnused, "fits no finding", help: "delete it")
    }
    if fitting.count > broad {
      warn(.waiverTooBroad, "fits \(fitting.count) findings", help: "name the package or the path it is meant for")
    }
    let limits = fitting.compactMap { limit(for: $0.risk.finding.severity, terms) }
    if let limit = limits.min() {
      warn(
        .waiverTooLong, "runs for \(until - created) days where \(limit) is the most",
        help: "set `until: \(created + limit.days)` or earlier")
    }
    return found
  }

  private func counted(_ count: Int) -> String { count == 1 ? "the finding" : "\(count) findings" }
  private func counted(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
}
