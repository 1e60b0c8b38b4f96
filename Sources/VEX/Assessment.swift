import Interning
import Model

/// Assesses a vulnerability in a package by VEX statements of any number of documents (OpenVEX 0.2.0).
///
/// Each path leads from the product to the vulnerable package, and each node has all names of one product. On each
/// path, the latest statement that applies is in force. The finding is suppressed only when the statements in force
/// suppress it on every path. Statements with the same timestamp that contradict each other do not suppress it.
package func assess(
  _ vulnerabilities: [String], paths: [[Statement.Product]], by statements: [Statement], now: Timestamp
) -> VEXAssessment {
  let names = Set(vulnerabilities.lazy.filter { !$0.isEmpty }.map(uppercasedASCII))
  return assess(paths, by: statements.filter { $0.vulnerabilities.contains(where: names.contains) }, now: now)
}

/// Assesses a package by statements that are known to be about the vulnerability.
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

/// The statement in force: one that does not suppress the finding on some path, or else, when every path has a
/// statement, the latest of all.
private func inForce(_ latest: [[Statement]]) -> Statement? {
  let kept = latest.joined().filter { !$0.status.suppresses }
  // `affected` is more definite than `under_investigation`.
  if let kept = kept.first(where: { $0.status == .affected }) ?? kept.first { return kept }
  guard latest.allSatisfy({ !$0.isEmpty }) else { return nil }
  return latest.joined().max { ($0.timestamp, $1.at) < ($1.timestamp, $0.at) }
}

extension Statement {
  /// Whether the statement applies to the last node of the path: it is about a product on the path without naming
  /// subcomponents, or about that node as a subcomponent of a product on the path.
  ///
  /// A statement about a subcomponent does not apply to the product as a whole, nor to the
  /// subcomponent in other products.
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
  /// Whether a name of this product matches a name of the found one.
  package func names(_ found: Statement.Product) -> Bool {
    purls.contains { general in found.purls.contains { general.covers($0) } }
      || identifiers.contains { found.identifiers.contains($0) } || !hashes.isDisjoint(with: found.hashes)
  }
}
