import Interning
import Model

/// What VEX statements together say of a vulnerability in a package (OpenVEX 0.2.0, over all documents and all names).
///
/// Each path runs from the product to the vulnerable package; every node bears all names it is known by. On each path the
/// latest statement that speaks of it is in force. The finding may only be set aside when that is so on every path; statements
/// of one time that contradict each other keep it.
package func assess(
  _ vulnerabilities: [String], paths: [[Statement.Product]], by statements: [Statement], now: Timestamp
) -> VEXAssessment {
  let names = Set(vulnerabilities.lazy.filter { !$0.isEmpty }.map(uppercasedASCII))
  return assess(paths, by: statements.filter { $0.vulnerabilities.contains(where: names.contains) }, now: now)
}

/// What statements that are known to be about the vulnerability say of a package.
func assess(_ paths: [[Statement.Product]], by statements: [Statement], now: Timestamp) -> VEXAssessment {
  guard !statements.isEmpty, !paths.isEmpty else { return VEXAssessment() }
  let current = statements.filter { $0.timestamp <= now }
  let speaking = paths.map { path in current.filter { $0.speaks(of: path) } }
  let latest = speaking.map { (statements) -> [Statement] in
    let time = statements.lazy.map(\.timestamp).max()
    return statements.filter { $0.timestamp == time }.sorted { $0.at < $1.at }
  }
  var assessment = VEXAssessment()
  let contradicting = latest.filter { Set($0.map(\.status.suppresses)).count > 1 }
  if contradicting.isEmpty {
    assessment.inForce = inForce(latest)
  } else {
    assessment.conflict = Array(Set(contradicting.joined())).sorted { $0.at < $1.at }
  }
  assessment.nearMisses = nearMisses(statements, speaking, assessment, paths, now)
  return assessment
}

/// What keeps the finding on any path stands; else, where every path has a statement, the latest of these.
private func inForce(_ latest: [[Statement]]) -> Statement? {
  let kept = latest.joined().filter { !$0.status.suppresses }
  // Known to be affected says more than still looking.
  if let kept = kept.first(where: { $0.status == .affected }) ?? kept.first { return kept }
  guard latest.allSatisfy({ !$0.isEmpty }) else { return nil }
  return latest.joined().max { ($0.timestamp, $1.at) < ($1.timestamp, $0.at) }
}

extension Statement {
  /// Whether it speaks of the last node of the path: of a product on the path as a whole, or of that node inside it.
  ///
  /// A statement on a part says nothing of the product as a whole, nor of the part elsewhere.
  func speaks(of path: [Product]) -> Bool {
    guard let package = path.last else { return false }
    return products.contains { product in
      path.indices.contains { index in
        guard product.names(path[index]) else { return false }
        if product.subcomponents.isEmpty { return true }
        return index < path.count - 1 && product.subcomponents.contains { $0.names(package) }
      }
    }
  }
}

extension Statement.Product {
  /// Whether any of its names is one of what was found.
  package func names(_ found: Statement.Product) -> Bool {
    purls.contains { general in found.purls.contains { general.covers($0) } }
      || identifiers.contains { found.identifiers.contains($0) } || !hashes.isDisjoint(with: found.hashes)
  }
}
