import Expressions
import Model
import PackageURL

/// The parts of a finding. To suppress the finding, each part must be covered as a whole by one valid waiver or
/// statement; several can share the parts among them.
///
/// A part is one vulnerability of one observation, or an observation that names no vulnerability.
struct FindingParts {
  struct Part {
    let observation: Observation
    let vulnerability: Vulnerability?

    /// The part for people: the vulnerability, or what the tool reports.
    var name: String { vulnerability?.id ?? "\(observation.ruleId), which \(observation.scan.tool) reports" }
  }

  let all: [Part]

  init(of finding: Finding) {
    let vulnerabilities = finding.vulnerabilities
    all = zip(finding.observations, vulnerabilities.positions).flatMap { observation, positions in
      positions.isEmpty
        ? [Part(observation: observation, vulnerability: nil)]
        : positions.map { Part(observation: observation, vulnerability: vulnerabilities.all[$0]) }
    }
  }
}

/// A suppressor of a finding, and the parts of the finding that it covers.
struct Claim {
  var suppressor: Suppressor
  /// The positions of the covered parts.
  let covered: Set<Int>

  /// The suppressors of all claims. One that covers only a part suppresses nothing, unless the claims without obstacles
  /// cover all parts together.
  static func suppressors(_ claims: [Claim], of parts: FindingParts) -> [Suppressor] {
    let valid = claims.filter { $0.suppressor.obstacle == nil }
    let isWhole = valid.contains { $0.covered.count == parts.all.count }
    let sum = valid.reduce(into: Set<Int>()) { $0.formUnion($1.covered) }
    if !isWhole, sum.count == parts.all.count { return claims.map(\.suppressor) }
    return claims.map { claim in
      var suppressor = claim.suppressor
      if suppressor.obstacle == nil, let part = parts.all.indices.first(where: { !claim.covered.contains($0) }) {
        suppressor.obstacle = .partial(uncovered: parts.all[part].name)
      }
      return suppressor
    }
  }
}
