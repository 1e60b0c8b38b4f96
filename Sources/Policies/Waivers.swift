import Documents
import Expressions
import Interning
import Model
import PackageURL
import Patterns

/// The waivers for single findings, each with a reason, an approver and an end. They are read from the base commit.
package struct Waivers: Sendable {
  /// The waivers, sorted by id.
  package var all: [Waiver]
  package var warnings: [Diagnostic]

  package static let none = Waivers(all: [], warnings: [])
}

/// A waiver, which suppresses the findings that it covers. It must cover a finding completely: two waivers that each
/// cover a part of a finding do not suppress it.
package struct Waiver: Sendable {
  package var id: String
  package var why: String
  package var approvedBy: String
  package var created: Day
  /// The last day on which the waiver applies, in UTC.
  package var until: Day
  package var at: SourcePosition
  var match: Match
  /// The nodes of the waiver and of its `until` in the file, for the positions of messages.
  var (node, end): (YAMLNode, YAMLNode)

  /// The findings that a waiver covers. All fields that are not nil must match.
  struct Match: Sendable {
    /// A vulnerability, by any of its ids; case is ignored.
    var id: String?
    /// The full id of a finding.
    var finding: String?
    /// The exact id of a scanner's rule.
    var rule: String?
    var package: PackagePattern?
    var path: Glob?
  }

  /// How much of a finding a waiver covers.
  enum Coverage: Equatable {
    case none, whole
    /// The finding also has an observation of another rule, which the waiver does not name.
    case partial(tool: String, reported: String)
  }
}

extension Waiver {
  /// How much of a finding the waiver covers.
  func coverage(of finding: Finding) -> Coverage {
    if let id = match.id, !finding.ids.contains(where: { equalIgnoringCase($0, id) }) { return .none }
    if let wanted = match.finding, wanted != finding.id { return .none }
    if let package = match.package, finding.component.map(package.matches) != .yes { return .none }
    if let path = match.path, finding.location.path.map(path.matches) != true { return .none }
    guard let rule = match.rule else { return .whole }
    guard finding.observations.contains(where: { $0.ruleId == rule }) else { return .none }
    guard let other = finding.observations.first(where: { $0.ruleId != rule }) else { return .whole }
    return .partial(tool: other.scan.tool, reported: other.ruleId)
  }

  /// The waiver as a suppressor of the finding, with the obstacle that keeps it from applying, if any. Nil when the
  /// waiver does not cover any part of the finding.
  func suppressor(of context: EvaluationContext, _ terms: Policy.WaiverTerms) -> Suppressor? {
    let obstacle: Suppressor.Obstacle?
    switch coverage(of: context.finding) {
    case .none: return nil
    case .partial(let tool, let reported):
      obstacle = .otherRule(named: match.rule ?? "", tool: tool, reported: reported)
    case .whole: obstacle = self.obstacle(for: context, terms)
    }
    return Suppressor(
      Suppression(kind: .waiver, at: at, reason: why, by: approvedBy, until: until), id: id, obstacle: obstacle)
  }

  /// The obstacle that keeps the waiver from suppressing a finding that it covers; nil when it applies.
  private func obstacle(for context: EvaluationContext, _ terms: Policy.WaiverTerms) -> Suppressor.Obstacle? {
    let today = context.now.day
    if today < created { return .notInForce(from: created) }
    if today > until { return .expired(on: until, daysAgo: today - until) }
    if let most = limit(for: context.finding.severity, terms) { return .tooLong(days: until - created, most: most) }
    let mayApprove = terms.approvers + (terms.ownersApprove ? context.risk.owners.names : [])
    if mayApprove.contains(where: { equalIgnoringCase($0, approvedBy) }) { return nil }
    return .notAuthorized(mayApprove: context.risk.owners.names + terms.approvers)
  }

  /// The longest duration that is allowed for the severity, when this waiver exceeds it; nil when it does not.
  func limit(for severity: Severity?, _ terms: Policy.WaiverTerms) -> TimeSpan? {
    guard let longest = terms.longest.span(for: severity) ?? terms.longest.values.min() else { return nil }
    return until - created > longest.days ? longest : nil
  }
}
