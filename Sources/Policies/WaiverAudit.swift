import Model

/// The greatest number of findings that a waiver may cover before it is reported as too broad.
private let broad = 10

extension Waivers {
  /// What each waiver does, and warnings about those that have expired or end soon, cover no finding, cover too many, last
  /// too long or are not authorised.
  package func audit(
    _ judgements: [Judgement], policy: Policy, now: Timestamp
  ) -> (uses: [WaiverUse], warnings: [Diagnostic]) {
    guard !all.isEmpty else { return ([], []) }
    var (found, warnings) = ([WaiverUse](), [Diagnostic]())
    for (waiver, use) in zip(all, uses(in: judgements)) {
      let fitting = use.fitting.map { judgements[$0] }
      let status = waiver.status(use, on: now.day)
      warnings += waiver.audit(
        fitting, status, isNear: use.fitting.isEmpty && use.takesPart, policy.waiverTerms, today: now.day)
      found.append(
        WaiverUse(
          id: waiver.id, status: status, at: waiver.at, until: waiver.until,
          findings: fitting.map(\.risk.finding.id).sorted()))
    }
    return (found, warnings)
  }

  /// What a waiver does in the judgements of a decision.
  fileprivate struct Use {
    /// The positions of the judgements of findings that the waiver covers, alone or together with others.
    var fitting: [Int] = []
    /// Whether it covers at least a part of a finding.
    var takesPart = false
    /// Whether it suppresses a finding.
    var suppresses = false
    /// What keeps it from suppressing a finding, as the status that the waiver has if that is so for all.
    var obstacles: Set<WaiverUse.Status> = []
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
          if let obstacle = suppressor.obstacle {
            uses[position].obstacles.insert(obstacle.status)
          } else {
            uses[position].suppresses = true
            fitting.insert(position)
          }
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

extension Suppressor.Obstacle {
  /// The status of a waiver that has no other obstacle.
  fileprivate var status: WaiverUse.Status {
    switch self {
    case .notInForce: .notInForce
    case .expired, .fixed: .expired
    case .neverAllowed, .tooLong, .outlived, .renewed, .renewalsUnknown: .tooLong
    case .notAuthorized, .approvalNotProven: .unauthorised
    case .partial, .notApplicable, .contradicted: .partial
    }
  }
}

extension Waiver {
  fileprivate func status(_ use: Waivers.Use, on today: Day) -> WaiverUse.Status {
    if today > until { return .expired }
    if today < created { return .notInForce }
    if use.suppresses { return use.fitting.count > broad ? .overBroad : .active }
    let first = [WaiverUse.Status.unauthorised, .tooLong, .expired, .partial].first(where: use.obstacles.contains)
    return first ?? .unused
  }

  fileprivate func audit(
    _ fitting: [Judgement], _ status: WaiverUse.Status, isNear: Bool, _ terms: Policy.WaiverTerms, today: Day
  ) -> [Diagnostic] {
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
    } else if today < created {
      warn(
        .waiverNotInForce,
        "suppresses nothing yet: it begins \(created == today + 1 ? "tomorrow" : "in \(created - today) days"), on \(created)",
        help: "set an earlier day under `created` if it is to hold now")
    } else if status == .active || status == .overBroad, until - today <= terms.expiring.days {
      warn(
        .waiverExpiring, until == today ? "ends today" : "ends in \(counted(until - today, "day")), on \(until)",
        help: "fix \(counted(fitting.count)) \(until == today ? "today" : "before that day")")
    }
    if status == .unauthorised {
      warn(
        .waiverNotAuthorized, "suppresses nothing: it is not authorised",
        help: "`gatehouse explain finding ID` says who may approve it")
    } else if status == .expired, today <= until {
      warn(.waiverExpired, "has ended: a fix is known", help: "fix what it was for, and delete it")
    }
    if fitting.isEmpty, status == .partial {
      warn(
        .waiverUnused, "covers only a part of each finding", help: "waive the other part as well, or delete this one")
    } else if fitting.isEmpty, !isNear {
      warn(.waiverUnused, "fits no finding", help: "delete it")
    }
    if fitting.count > broad {
      warn(.waiverTooBroad, "fits \(fitting.count) findings", help: "name the package or the path it is meant for")
    }
    let limits = fitting.compactMap { limit(for: $0.risk.finding.severity, terms) }
    if let limit = limits.min() {
      warn(
        .waiverTooLong, "runs for \(until - created) days where \(limit) is the most",
        help: created + limit.days < today
          ? "its time was over on \(created + limit.days): fix what it was for, or ask for a new one"
          : "set `until: \(created + limit.days)` or earlier")
    } else if status == .tooLong {
      let refused = fitting.first { !terms.longest.allows($0.risk.finding.severity) }?.risk.finding
      warn(
        .waiverTooLong,
        refused.map { "suppresses nothing: the policy lets nobody waive a finding of severity \($0.severity.name)" }
          ?? "suppresses nothing: the finding was waived before",
        help: refused == nil
          ? "fix the finding, or let the policy allow more under `waivers: { renewals: … }`"
          : "fix the finding, or name a term under `waivers: { longest: … }` in the policy")
    }
    return found
  }

  private func counted(_ count: Int) -> String { count == 1 ? "the finding" : "\(count) findings" }
  private func counted(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
}
