/// The answer to "may this change pass?"
package enum Verdict: String, Sendable {
  case pass, fail, undecided

  /// 0 pass, 1 the policy says no, 2 could not decide.
  package var exitCode: Int32 {
    switch self {
    case .pass: 0
    case .fail: 1
    case .undecided: 2
    }
  }
}

/// May this change pass, and everything that led to the answer. What reporters print and records keep.
package struct Decision: Sendable {
  package var verdict: Verdict
  package var base: Revision?
  package var head: Revision?
  package var now: Timestamp
  package var policies: [PolicyFile]
  package var evidence: [Evidence]
  package var gaps: [Gap]
  package var funnel: [FunnelStep]
  /// Every finding, set aside or not: blocking first, then by severity, place and id.
  package var judgements: [Judgement]
  package var actions: [Action]
  /// With the actions applied the gate was run again and passed (law 6).
  package var areActionsChecked: Bool
  package var diagnostics: [Diagnostic]

  package init(
    verdict: Verdict, base: Revision? = nil, head: Revision? = nil, now: Timestamp, policies: [PolicyFile] = [],
    evidence: [Evidence] = [], gaps: [Gap] = [], funnel: [FunnelStep] = [], judgements: [Judgement] = [],
    actions: [Action] = [], areActionsChecked: Bool = false, diagnostics: [Diagnostic] = []
  ) {
    (self.verdict, self.base, self.head, self.now) = (verdict, base, head, now)
    (self.policies, self.evidence, self.gaps, self.funnel) = (policies, evidence, gaps, funnel)
    (self.judgements, self.actions, self.areActionsChecked) = (judgements, actions, areActionsChecked)
    self.diagnostics = diagnostics
  }
}

/// A commit, or the index.
package struct Revision: Hashable, Sendable {
  /// The full id; nil for the index of a commit that is being made.
  package var commit: String?
  /// The full ref it was named by.
  package var ref: String?

  package init(commit: String?, ref: String? = nil) { (self.commit, self.ref) = (commit, ref) }
}

/// A policy file that judged, by content.
package struct PolicyFile: Hashable, Sendable {
  package var path: String
  /// The policy's own name.
  package var name: String
  /// `sha256:…`.
  package var digest: String

  package init(path: String, name: String, digest: String) {
    (self.path, self.name, self.digest) = (path, name, digest)
  }
}

/// One step from everything the scanners said down to what blocks. Counts never rise.
package struct FunnelStep: Hashable, Sendable {
  package var step: String
  package var count: Int

  package init(_ step: String, _ count: Int) { (self.step, self.count) = (step, count) }
}

/// One thing to do that takes findings out of the way.
package struct Action: Hashable, Sendable {
  package enum Kind: String, Sendable { case upgrade, fix, rotate, waive, scan, rescan }

  package var kind: Kind
  /// Imperative, one line: `upgrade lodash to 4.17.21 in services/web/package-lock.json`.
  package var text: String
  /// The package (purl without version) and the version to reach.
  package var package: String?
  package var to: String?
  /// Ids of the findings it closes; empty for evidence.
  package var closes: [Text]
  /// What would do as well, for a while: a waiver, by whom and for how long at most.
  package var alternative: String?

  package init(
    _ kind: Kind, _ text: String, package: String? = nil, to: String? = nil, closes: [Text] = [],
    alternative: String? = nil
  ) {
    (self.kind, self.text, self.package, self.to, self.closes) = (kind, text, package, to, closes)
    self.alternative = alternative
  }
}
