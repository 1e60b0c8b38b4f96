import Interning

/// The answer to the question whether a change may be merged.
package enum Verdict: String, Codable, Sendable {
  case pass, fail, undecided

  /// The exit code: 0 for pass, 1 for fail, 2 for undecided.
  package var exitCode: Int32 {
    switch self {
    case .pass: 0
    case .fail: 1
    case .undecided: 2
    }
  }
}

/// The verdict on a change and everything that led to it. Reporters print it and records store it.
///
/// It is a value: equal inputs give equal decisions, and it holds everything that is needed to explain it.
package struct Decision: Equatable, Codable, Sendable {
  package var verdict: Verdict
  /// The verdict by the policy that the change brings, where the base has none that decides; nil when the base's decides.
  package var preview: Verdict?
  package var base: Revision?
  package var head: Revision?
  package var now: Timestamp
  /// The day of `now` in the policy's time zone.
  package var today: Day
  package var policies: [PolicyFile]
  /// The rules and exceptions of the policy, ordered by id. Outcomes refer to them by position.
  package var rules: [Rule]
  package var exceptions: [PolicyException]
  package var evidence: [ReportEvidence]
  package var gaps: [Gap]
  package var funnel: [FunnelStep]
  /// One judgement for each finding, suppressed or not: blocking ones first, then by severity, location and id.
  package var judgements: [Judgement]
  /// What each waiver of the base does, ordered by id.
  package var waivers: [WaiverUse]
  package var actions: [Action]
  /// Who may waive findings and for how long; nil where no policy was read.
  package var waiverLimits: WaiverLimits?
  /// Whether it was checked that nothing blocks once all actions are applied.
  package var areActionsChecked: Bool
  package var diagnostics: [Diagnostic]
  /// The hashes of the lines of findings by the ids of the findings (`LineHashes`), where an output wants them. They are no
  /// part of the decision.
  package var lineHashes: [String: String] = [:]
  /// Keeps the memory of the findings and their observations alive.
  package let scope: ArenaScope

  package init(
    verdict: Verdict, base: Revision? = nil, head: Revision? = nil, now: Timestamp, today: Day? = nil,
    policies: [PolicyFile] = [], rules: [Rule] = [], exceptions: [PolicyException] = [],
    evidence: [ReportEvidence] = [], gaps: [Gap] = [], funnel: [FunnelStep] = [], judgements: [Judgement] = [],
    waivers: [WaiverUse] = [], actions: [Action] = [], waiverLimits: WaiverLimits? = nil,
    areActionsChecked: Bool = false, diagnostics: [Diagnostic] = [], scope: ArenaScope = .process
  ) {
    (self.verdict, self.base, self.head, self.now) = (verdict, base, head, now)
    (self.today, self.policies, self.rules, self.exceptions) = (today ?? now.day, policies, rules, exceptions)
    (self.evidence, self.gaps, self.funnel, self.judgements) = (evidence, gaps, funnel, judgements)
    (self.waivers, self.waiverLimits) = (waivers, waiverLimits)
    (self.actions, self.areActionsChecked, self.diagnostics) = (actions, areActionsChecked, diagnostics)
    self.scope = scope
  }

  private enum CodingKeys: String, CodingKey {
    case verdict, preview, base, head, now, today, policies, rules, exceptions, evidence, gaps, funnel, judgements,
      waivers,
      actions
    case waiverLimits, areActionsChecked, diagnostics
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      verdict: try values.decode(Verdict.self, forKey: .verdict),
      base: try values.decodeIfPresent(Revision.self, forKey: .base),
      head: try values.decodeIfPresent(Revision.self, forKey: .head),
      now: try values.decode(Timestamp.self, forKey: .now), today: try values.decode(Day.self, forKey: .today),
      policies: try values.decode([PolicyFile].self, forKey: .policies),
      rules: try values.decode([Rule].self, forKey: .rules),
      exceptions: try values.decode([PolicyException].self, forKey: .exceptions),
      evidence: try values.decode([ReportEvidence].self, forKey: .evidence),
      gaps: try values.decode([Gap].self, forKey: .gaps), funnel: try values.decode([FunnelStep].self, forKey: .funnel),
      judgements: try values.decode([Judgement].self, forKey: .judgements),
      waivers: try values.decode([WaiverUse].self, forKey: .waivers),
      actions: try values.decode([Action].self, forKey: .actions),
      waiverLimits: try values.decodeIfPresent(WaiverLimits.self, forKey: .waiverLimits),
      areActionsChecked: try values.decode(Bool.self, forKey: .areActionsChecked),
      diagnostics: try values.decode([Diagnostic].self, forKey: .diagnostics))
    preview = try values.decodeIfPresent(Verdict.self, forKey: .preview)
  }

  package static func == (one: Decision, other: Decision) -> Bool {
    one.verdict == other.verdict && one.preview == other.preview && one.base == other.base && one.head == other.head
      && one.now == other.now
      && one.today == other.today && one.policies == other.policies && one.rules == other.rules
      && one.exceptions == other.exceptions && one.evidence == other.evidence && one.gaps == other.gaps
      && one.funnel == other.funnel && one.judgements == other.judgements && one.waivers == other.waivers
      && one.actions == other.actions && one.waiverLimits == other.waiverLimits
      && one.areActionsChecked == other.areActionsChecked && one.diagnostics == other.diagnostics
  }
}

/// A commit or the index.
package struct Revision: Hashable, Codable, Sendable {
  /// The full commit id; nil for the index.
  package var commit: String?
  /// The full name of the ref that was resolved to the commit; nil when the commit was given by its id.
  package var ref: String?

  package init(commit: String?, ref: String? = nil) { (self.commit, self.ref) = (commit, ref) }
}

/// A policy file that took part in the decision, identified by its content.
package struct PolicyFile: Hashable, Codable, Sendable {
  package var path: String
  /// The name that the policy gives itself.
  package var name: String
  /// The SHA-256 digest of the file, `sha256:…`.
  package var digest: String

  package init(path: String, name: String, digest: String) {
    (self.path, self.name, self.digest) = (path, name, digest)
  }
}

/// One step from all observations down to the blocking findings. Counts never rise from step to step.
package struct FunnelStep: Hashable, Codable, Sendable {
  package var step: String
  package var count: Int

  package init(_ step: String, _ count: Int) { (self.step, self.count) = (step, count) }
}

/// One action that closes findings or supplies missing evidence.
package struct Action: Hashable, Codable, Sendable {
  package enum Kind: String, Codable, Sendable { case upgrade, fix, rotate, waive, scan, rescan }

  package var kind: Kind
  /// The action in one line, as an imperative: `upgrade lodash to 4.17.21 in services/web/package-lock.json`.
  package var text: String
  /// The package (a purl without its version) and the version to upgrade to.
  package var package: String?
  package var to: String?
  /// The ids of the findings that the action closes; empty for an action that supplies evidence.
  package var closes: [InternedString]
  /// A temporary alternative: a waiver, with its possible approvers and its maximal duration.
  package var alternative: String?

  package init(
    _ kind: Kind, _ text: String, package: String? = nil, to: String? = nil, closes: [InternedString] = [],
    alternative: String? = nil
  ) {
    (self.kind, self.text, self.package, self.to, self.closes) = (kind, text, package, to, closes)
    self.alternative = alternative
  }
}
