import Console
import Interning
import Model
import Policies
import Reports

/// The texts of the files with which a gate begins: today's main branch passes, and dated steps make it stricter.
struct InitialFiles {
  /// The day on which the gate is set up.
  let today: Day
  /// The last day of the baseline, after which overdue findings block.
  let end: Day

  /// - Parameter until: The last day of the baseline; nil for 90 days from today.
  /// - Throws: When the day has passed, or is later than a baseline may last.
  init(today: Day, until: Day?) throws(Diagnostic) {
    let end = until ?? today + 90
    guard today...(today + Baseline.longest) ~= end else {
      throw Diagnostic(
        .usage, "--until \(end) \(end < today ? "has passed" : "is more than \(Baseline.longest) days from now")",
        help:
          "a baseline lasts \(Baseline.longest) days at most: name a day from \(today) to \(today + Baseline.longest)")
    }
    (self.today, self.end) = (today, end)
  }

  /// The files with the days of a policy.
  ///
  /// - Parameters:
  ///   - highs: The day from which on new findings of severity high block.
  ///   - overdue: The day from which on overdue findings block.
  init(highs: Day, overdue: Day) { (today, end) = (highs + -Self.graceForHighs, overdue + -1) }

  /// From this day on, new findings of severity high block.
  var highs: Day { today + Self.graceForHighs }

  /// The number of days in which new findings of severity high only warn.
  private static let graceForHighs = 30

  /// One demand for evidence: a tool that has reported, and what it scans.
  struct Demand: Hashable, Comparable {
    let kind: Observation.Kind
    let tool: String

    static func < (one: Demand, other: Demand) -> Bool {
      (one.kind.rawValue, one.tool) < (other.kind.rawValue, other.tool)
    }
  }

  func policy(named name: String, _ demands: [Demand], ownersApprove: Bool) -> String {
    """
    # yaml-language-server: $schema=./policy.schema.json
    gatehouse: 1
    name: \(name)

    \(evidence(demands))
    sla:
      due: { critical: 7d, high: 30d, medium: 90d, low: 180d, unknown: 30d }
      tighten:
        - { when: { known-exploited: true }, due: 3d }

    # All rules are evaluated, and the strictest effect wins. A rule with `warn-until` only warns before that day,
    # and denies on it already.
    rules:
      - id: no-new-critical
        why: A new critical finding is cheapest to fix in the change that brings it.
        when: { severity: { at-least: critical }, newness: introduced }
        effect: deny

      - id: no-new-secret
        why: A secret in the history is read by everyone who can clone; revoke it, then take it out.
        when: { kind: secret, newness: introduced }
        effect: deny

      - id: no-new-high
        why: A new high finding is cheapest to fix in the change that brings it.
        when: { severity: { at-least: high }, newness: introduced }
        effect: deny
        warn-until: \(highs)

      - id: surfaced
        why: A new advisory for what is already here. Only a scan of the base tells it from an old one.
        when: { newness: surfaced, any: [{ severity: { at-least: high } }, { severity: { is: unknown } }] }
        effect: warn

      - id: overdue
        why: Its last day is over.
        when: { overdue: true }
        effect: deny
        if-unknown: skip
        warn-until: \(end + 1)

    \(waiverTerms(ownersApprove))

    """
  }

  /// Without owners, nobody may waive until the team has named somebody.
  private func waiverTerms(_ ownersApprove: Bool) -> String {
    let longest = "longest: { critical: 14d, high: 30d, medium: 90d, low: 180d, unknown: 14d }"
    return ownersApprove
      ? "waivers:\n  approvers: codeowners\n  \(longest)"
      : "# Without CODEOWNERS, name who may waive a finding:\n# waivers:\n#   approvers: [\"@acme/appsec\"]\n#   \(longest)"
  }

  private func evidence(_ demands: [Demand]) -> String {
    guard !demands.isEmpty else {
      return """
        # What must have been scanned before a change can pass. Without it, a scanner that did not run is not missed.
        # evidence:
        #   - { kind: sast, tools: [semgrep], commit: head, where: ci }

        """
    }
    let lines = demands.sorted().map {
      "  - { kind: \($0.kind.rawValue), tools: [\($0.tool)], commit: head, where: ci }\n"
    }
    return
      "# What must have been scanned before a change can pass: a scanner that did not run has not said that the code "
      + "is clean.\nevidence:\n" + lines.joined()
  }

  /// The list of findings that are there today. Comments say what they are; the ids alone count.
  func baseline(of findings: [Finding]) -> String {
    var text = """
      # What was there on \(today). A finding of this list is suppressed until the last day; what a change brings never is.
      # Delete the lines of what is fixed.
      gatehouse-baseline: 1
      created: \(today)
      until: \(end)
      findings:\(findings.isEmpty ? " []" : "")

      """
    let ordered = findings.sorted { one, other in
      let (here, there) = (one.location.place, other.location.place)
      return here == there ? one.id < other.id : here < there
    }
    for finding in ordered {
      let severity = finding.severity?.name ?? "unknown"
      text += "  - \(finding.id)  # \(severity) \(finding.location.place) \(finding.ruleId)".oneLine + "\n"
    }
    return text
  }

  static let waivers = """
    # A waiver suppresses one finding until a day. `gatehouse waive ID` writes one, `gatehouse explain ID` shows what it needs.
    gatehouse-waivers: 1
    waivers: []

    """
}

extension Location {
  /// Where the finding is, for comments and for the order of lines.
  fileprivate var place: String {
    path.map { path in startLine.map { "\(path):\($0)" } ?? path } ?? url ?? resource ?? ""
  }
}

extension String {
  /// The text without anything that could end a comment.
  fileprivate var oneLine: String { displayText(limit: 200) }
}
