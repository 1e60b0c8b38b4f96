import Documents
import Model

/// The permissions for single findings, each with a reason, an approver and an end. Read from the base (law 3).
package struct Waivers: Sendable {
  /// By id.
  package var all: [Waiver]
  package var warnings: [Diagnostic]

  package static let none = Waivers(all: [], warnings: [])
}

/// One permission. It fits a finding whole or not at all: two that fit in part make none.
package struct Waiver: Sendable {
  package var id: String
  package var why: String
  package var approvedBy: String
  package var created: Day
  /// The last day on which it holds, in UTC.
  package var until: Day
  package var at: Place
  var match: Match
  /// The waiver and its last day in the file, to point at.
  var (node, end): (YAMLNode, YAMLNode)

  /// What it speaks of: all that is named must agree.
  struct Match: Sendable {
    /// A vulnerability by any of its names.
    var id: String?
    var finding: String?
    /// The scanner's rule, exactly.
    var rule: String?
    var package: PackagePattern?
    var path: Glob?
  }

  enum Fit: Equatable {
    case none, whole
    case partly(because: String)
  }
}

extension Waiver {
  func fit(_ finding: Finding) -> Fit {
    if let id = match.id, !finding.ids.contains(where: { isSame($0, id) }) { return .none }
    if let wanted = match.finding, wanted != finding.id { return .none }
    if let package = match.package, finding.component.map(package.matches) != .yes { return .none }
    if let path = match.path, finding.location.path.map(path.matches) != true { return .none }
    guard let rule = match.rule else { return .whole }
    guard finding.witnesses.contains(where: { $0.ruleId == rule }) else { return .none }
    // What a second tool says of the same spot was not what the approver looked at.
    guard let other = finding.witnesses.first(where: { $0.ruleId != rule }) else { return .whole }
    return .partly(because: "it speaks of \(rule), and \(other.scan.tool) says \(other.ruleId)")
  }

  /// Why it does not set a finding aside that it fits; nil when it does.
  func fault(for facts: Facts, _ terms: Policy.WaiverTerms) -> Reason? {
    let today = facts.now.day
    if today < created { return reason(.waiverNotYet, "begins on \(created)") }
    if today > until { return reason(.waiverExpired, ended(today)) }
    if let limit = limit(for: facts.finding.severity, terms) {
      return reason(
        .waiverTooLong,
        "runs for \(until - created) days, and \(facts.finding.severity.name) findings may be waived for \(limit) at most"
      )
    }
    if isAuthorized(for: facts.risk, terms) { return nil }
    let owners = facts.risk.owners.names + terms.approvers
    let who = owners.isEmpty ? "nobody may" : "\(owners.joined(separator: ", ")) may"
    return reason(.waiverNotAuthorized, "was approved by \(approvedBy), and \(who) waive this")
  }

  /// The longest life allowed, when this waiver is to live longer.
  func limit(for severity: Severity?, _ terms: Policy.WaiverTerms) -> Span? {
    guard let longest = terms.longest.span(for: severity) ?? terms.longest.values.min() else { return nil }
    return until - created > longest.days ? longest : nil
  }

  private func isAuthorized(for risk: Risk, _ terms: Policy.WaiverTerms) -> Bool {
    let able = terms.approvers + (terms.ownersApprove ? risk.owners.names : [])
    return able.contains { isSame($0, approvedBy) }
  }

  func ended(_ today: Day) -> String {
    let days = today - until
    return "ended \(days) \(days == 1 ? "day" : "days") ago, on \(until)"
  }

  func reason(_ code: Code, _ text: String) -> Reason { Reason(code, rule: id, "waiver \(id) \(text)", at: at) }
}

/// Whether two names are one but for upper and lower case of ASCII. Waivers times findings are many: nothing is copied.
func isSame(_ one: String, _ other: String) -> Bool {
  func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
  return one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lower($0) == lower($1) }
}
