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
  /// The waivers that the base branch has had; empty where that is not known.
  package var earlier = EarlierWaivers()

  package static let none = Waivers(all: [], warnings: [])

  package init(all: [Waiver], warnings: [Diagnostic]) { (self.all, self.warnings) = (all, warnings) }

  /// Whether a waiver may cover a part of one of the findings.
  package func mayCover(anyOf findings: some Sequence<Finding>) -> Bool {
    guard !all.isEmpty else { return false }
    let index = WaiverIndex(all)
    return findings.contains { finding in index.positions(for: finding).contains { all[$0].mayCover(finding) } }
  }

  /// The ids of findings that waivers name.
  package var namedFindings: Set<ExactText> { Set(all.compactMap { $0.match.finding.map(ExactText.init) }) }

  /// The findings that named ids mean today, as far as that is known.
  package var meanings: [ExactText: Set<InternedString>] {
    Dictionary(
      all.compactMap { waiver in
        waiver.match.finding.flatMap { id in waiver.match.meant.map { (ExactText(id), $0) } }
      }
    ) { first, _ in first }
  }

  /// States which findings have each id that waivers name. For an id that is left out, those are meant that have it or have
  /// it as an alias.
  package mutating func resolve(_ meant: [ExactText: Set<InternedString>]) {
    for index in all.indices {
      if let id = all[index].match.finding, let findings = meant[ExactText(id)] { all[index].match.meant = findings }
    }
  }
}

/// A waiver, which suppresses the findings that it covers. Each part of a finding must be covered by one waiver or VEX
/// statement as a whole (`FindingParts`).
package struct Waiver: Sendable {
  package var id: String
  package var why: String
  package var approvedBy: String
  package var created: Day
  /// The last day on which the waiver applies, in UTC.
  package var until: Day
  package var at: SourcePosition
  /// What commits tell about the waiver; nil when they were not read.
  package var history: WaiverHistory?
  /// Whether the waiver counts as approved without a proof, because the facts of a policy test say so or a reviewer is to
  /// see what its approval would do.
  package var isTakenAsApproved = false
  var match: Match
  /// The id of the finding that the waiver names; nil when it names none.
  package var finding: String? { match.finding }
  /// The nodes of the waiver and of its `until` in the file, for the positions of messages.
  var (node, end): (YAMLNode, YAMLNode)

  /// The findings that a waiver covers. All fields that are not nil must match.
  struct Match: Sendable {
    /// The ids of the findings that `finding` means today; nil when only the id itself tells.
    var meant: Set<InternedString>?
    /// A vulnerability, by any of its ids; case is ignored.
    var id: String?
    /// The full id of a finding, or one of its aliases.
    var finding: String?
    /// The exact id of a scanner's rule.
    var rule: String?
    var package: PackagePattern?
    var path: Glob?
    /// The paths that files have today which `path` matched when the waiver was there.
    var laterPaths: Set<InternedString> = []
  }
}

extension Waiver {
  /// Whether the waiver covers all parts of a finding.
  func coversWhole(_ finding: Finding, _ parts: FindingParts) -> Bool {
    mayCover(finding) && parts.all.allSatisfy(covers)
  }

  /// Whether the waiver may cover a part of a finding. It only reads facts of the finding, which is faster than making its
  /// parts.
  func mayCover(_ finding: Finding) -> Bool {
    if let id = match.id, !finding.ids.contains(where: { equalIgnoringCase($0, id) }) { return false }
    if let wanted = match.finding, !(match.meant?.contains(finding.$id) ?? finding.isNamed(wanted)) { return false }
    // What one tool does not state about the package, another one may.
    if let package = match.package, !finding.observations.contains(where: { $0.component.map(package.matches) == .yes })
    {
      return false
    }
    return true
  }

  func covers(_ part: FindingParts.Part) -> Bool {
    let observation = part.observation
    if let id = match.id, part.vulnerability?.isNamed(id) != true { return false }
    if let package = match.package, observation.component.map(package.matches) ?? .no == .no { return false }
    if let path = match.path {
      guard let now = observation.repositoryPath.interned else { return false }
      if !path.matches(now.wrappedValue), !match.laterPaths.contains(now) { return false }
    }
    if let rule = match.rule, !rule.utf8.elementsEqual(observation.ruleId.utf8) { return false }
    return true
  }

  /// The waiver as a claim to suppress the finding, with the obstacle that keeps it from applying, if any. Nil when the
  /// waiver does not cover any part of the finding.
  func claim(on context: EvaluationContext, _ terms: Policy.WaiverTerms, _ parts: FindingParts) -> Claim? {
    let covered = Set(parts.all.indices.filter { covers(parts.all[$0]) })
    guard !covered.isEmpty else { return nil }
    let proof = proof(for: context, terms)
    var suppressor = Suppressor(
      Suppression(kind: .waiver, at: at, reason: why, by: approvedBy, until: until), id: id,
      obstacle: obstacle(for: context, terms, proof))
    suppressor.suppression.authority = authority(proof)
    return Claim(suppressor: suppressor, covered: covered)
  }

  /// The obstacle that keeps the waiver from suppressing a finding that it covers; nil when it applies.
  private func obstacle(
    for context: EvaluationContext, _ terms: Policy.WaiverTerms, _ proof: Proof
  ) -> Suppressor.Obstacle? {
    let today = context.now.day
    if today < created { return .notInForce(from: created) }
    if today > until { return .expired(on: until, daysAgo: today - until) }
    return permanentObstacle(for: context, terms, proof)
  }

  /// Whether the waiver was or is valid for the whole finding on the days on which it was in force.
  func wasEverValid(for context: EvaluationContext, _ terms: Policy.WaiverTerms, _ parts: FindingParts) -> Bool {
    created <= until && coversWhole(context.finding, parts)
      && permanentObstacle(for: context, terms, proof(for: context, terms)) == nil
  }

  /// The obstacle that no day removes.
  private func permanentObstacle(
    for context: EvaluationContext, _ terms: Policy.WaiverTerms, _ proof: Proof
  ) -> Suppressor.Obstacle? {
    guard terms.longest.allows(context.finding.severity) else { return .neverAllowed }
    if let most = limit(for: context.finding.severity, terms) { return .tooLong(days: until - created, most: most) }
    let mayApprove = terms.approvers(for: context)
    guard mayApprove.contains(where: { equalIgnoringCase($0, approvedBy) }) else {
      return .notAuthorized(mayApprove: mayApprove)
    }
    guard case .failure(let fault) = proof else { return nil }
    return .approvalNotProven(because: fault.because, help: fault.help(mayApprove: mayApprove))
  }

  /// The longest duration that is allowed for the severity, when this waiver exceeds it; nil when it does not.
  func limit(for severity: Severity?, _ terms: Policy.WaiverTerms) -> TimeSpan? {
    guard let longest = terms.longest.most(for: severity) else { return nil }
    return until - created > longest.days ? longest : nil
  }
}

extension Waiver {
  /// What the waiver says, apart from its place in a file.
  package var content: [String] {
    [id, why, approvedBy, created.description, until.description] + matched(node)
  }

  /// The names and values of what the waiver matches.
  private func matched(_ node: YAMLNode) -> [String] {
    guard case .mapping(let pairs) = node.child("match")?.value else { return [] }
    return pairs.sorted { $0.name < $1.name }.flatMap { pair -> [String] in
      guard case .scalar(let text, _) = pair.value.value else { return [pair.name] }
      return [pair.name, text]
    }
  }
}
