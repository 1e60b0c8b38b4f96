import Documents
import Expressions
import Interning
import Model
import PackageURL
import Patterns

/// The permissions for single findings, each with a reason, an approver and an end. Read from the base.
package struct Waivers: Sendable {
  /// By id.
  package var all: [Waiver]
  package var warnings: [Diagnostic]

  package static let none = Waivers(all: [], warnings: [])
}

/// One permission. It covers a finding whole or not at all: two that cover it in part make none.
package struct Waiver: Sendable {
  package var id: String
  package var why: String
  package var approvedBy: String
  package var created: Day
  /// The last day on which it holds, in UTC.
  package var until: Day
  package var at: SourcePosition
  var match: Match
  /// The waiver and its last day in the file, to point at.
  var (node, end): (YAMLNode, YAMLNode)

  /// What it covers: all that is named must agree.
  struct Match: Sendable {
    /// A vulnerability by any of its names.
    var id: String?
    var finding: String?
    /// The scanner's rule, exactly.
    var rule: String?
    var package: PackagePattern?
    var path: Glob?
  }

  enum Coverage: Equatable {
    case none, whole
    /// Another tool reports another rule at the same place, which the approver did not look at.
    case partial(tool: String, reported: String)
  }
}

extension Waiver {
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

  /// The waiver as something that suppresses the finding or nearly does; nil when it is not about the finding.
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

  /// What keeps the waiver from suppressing a finding that it covers; nil: nothing.
  private func obstacle(for context: EvaluationContext, _ terms: Policy.WaiverTerms) -> Suppressor.Obstacle? {
    let today = context.now.day
    if today < created { return .notInForce(from: created) }
    if today > until { return .expired(on: until, daysAgo: today - until) }
    if let most = limit(for: context.finding.severity, terms) { return .tooLong(days: until - created, most: most) }
    let mayApprove = terms.approvers + (terms.ownersApprove ? context.risk.owners.names : [])
    if mayApprove.contains(where: { equalIgnoringCase($0, approvedBy) }) { return nil }
    return .notAuthorized(mayApprove: context.risk.owners.names + terms.approvers)
  }

  /// The longest life allowed, when this waiver is to live longer.
  func limit(for severity: Severity?, _ terms: Policy.WaiverTerms) -> TimeSpan? {
    guard let longest = terms.longest.span(for: severity) ?? terms.longest.values.min() else { return nil }
    return until - created > longest.days ? longest : nil
  }
}
