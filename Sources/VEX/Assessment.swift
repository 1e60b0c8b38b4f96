import Interning
import Model
import PackageURL

/// Assesses the vulnerabilities of packages by VEX statements of any number of documents (OpenVEX 0.2.0).
///
/// For each vulnerability and on each path, the latest statement that applies is in force. A vulnerability is suppressed only
/// when the statements in force suppress it on every path. Statements with the same timestamp that contradict each other
/// do not suppress it.
///
/// What depends on the vulnerabilities only is computed once for all packages that have them.
package struct VulnerabilityAssessor: Sendable {
  private let vulnerabilities: Vulnerabilities
  private let statements: [Statement]
  private let now: Timestamp
  private let index: ProductIndex
  /// For each vulnerability, the positions of the statements about it, and these statements by source position.
  private let about: [(positions: Set<Int>, sorted: [Statement])]

  package init(_ vulnerabilities: Vulnerabilities, by statements: [Statement], now: Timestamp) {
    (self.vulnerabilities, self.statements, self.now) = (vulnerabilities, statements, now)
    index = ProductIndex(statements)
    about = vulnerabilities.all.map { vulnerability in
      let positions = statementsAbout(vulnerability, statements)
      return (Set(positions), positions.map { statements[$0] }.sorted { $0.at < $1.at })
    }
  }

  /// Assesses a package.
  ///
  /// - Parameter paths: Each leads from the product to the vulnerable package, and each node has all names of one product.
  package func assess(_ paths: [[Statement.Product]]) -> VEXAssessment {
    guard !statements.isEmpty, !paths.isEmpty else { return VEXAssessment() }
    var assessment = VEXAssessment()
    let naming = index.positions(naming: Array(paths.joined()))
    for (vulnerability, about) in zip(vulnerabilities.all, about) {
      let candidates = naming.filter(about.positions.contains).map { statements[$0] }
      var (result, speaking) = (VEXResult(vulnerability.id), [[Statement]]())
      VEX.assess(paths, by: candidates, now: now, &result, &speaking)
      assessment.results.append(result)
      assessment.nearMisses += nearMisses(about.sorted, speaking, result, paths, now)
    }
    assessment.nearMisses += unclearStatements(vulnerabilities, paths, naming.map { statements[$0] })
    assessment.nearMisses = firstOfEach(assessment.nearMisses)
    return assessment
  }
}

/// The positions of the statements about a vulnerability. A statement that withdraws another one may name the
/// vulnerability by an alias that only the other one states.
private func statementsAbout(_ vulnerability: Vulnerability, _ statements: [Statement]) -> [Int] {
  let aliases = Set(
    statements.lazy.filter { $0.status.suppresses && $0.isAbout(vulnerability) }.flatMap(\.vulnerabilities))
  return statements.indices.filter { position in
    let statement = statements[position]
    if statement.isAbout(vulnerability) { return true }
    guard !statement.status.suppresses, !aliases.isEmpty else { return false }
    let isOther = isCVE(vulnerability.id) && statement.vulnerabilities.contains(where: isCVE)
    return !isOther && statement.vulnerabilities.contains(where: aliases.contains)
  }
}

/// Assesses a package by statements that are known to be about the vulnerability.
private func assess(
  _ paths: [[Statement.Product]], by statements: [Statement], now: Timestamp, _ result: inout VEXResult,
  _ speaking: inout [[Statement]]
) {
  // A withdrawal that is dated in the future counts already, because it only makes the gate stricter.
  let current = statements.filter { $0.timestamp <= now || !$0.status.suppresses }
  speaking = paths.map { path in current.filter { $0.speaks(of: path) } }
  let latest = speaking.map { (statements) -> [Statement] in
    guard let last = statements.max(by: { $0.isOlder(than: $1) }) else { return [] }
    return statements.filter { !$0.isOlder(than: last) }.sorted { $0.at < $1.at }
  }
  let contradicting = latest.filter { Set($0.map(\.status.suppresses)).count > 1 }
  if contradicting.isEmpty {
    result.inForce = inForce(latest)
  } else {
    result.conflict = Array(Set(contradicting.joined())).sorted { $0.at < $1.at }
  }
}

/// The statement in force: one that does not suppress the finding on some path, or else, when every path has a
/// statement, the latest of all.
private func inForce(_ latest: [[Statement]]) -> Statement? {
  let kept = latest.joined().filter { !$0.status.suppresses }
  // `affected` is more definite than `under_investigation`.
  if let kept = kept.first(where: { $0.status == .affected }) ?? kept.first { return kept }
  guard latest.allSatisfy({ !$0.isEmpty }) else { return nil }
  return latest.joined().max { $0.isOlder(than: $1) || !$1.isOlder(than: $0) && $1.at < $0.at }
}

extension Statement {
  /// Whether the statement applies to the last node of the path: it is about a product on the path without naming
  /// subcomponents, or about that node as a subcomponent of a product on the path.
  ///
  /// A statement about a subcomponent does not apply to the product as a whole, nor to the
  /// subcomponent in other products. One that withdraws another statement applies already when its product may be the
  /// found one.
  func speaks(of path: [Product]) -> Bool {
    guard let package = path.last else { return false }
    func names(_ product: Product, _ found: Product) -> Bool {
      product.names(found) || !status.suppresses && product.mayName(found)
    }
    return products.contains { product in
      path.indices.contains { index in
        guard names(product, path[index]) else { return false }
        if product.subcomponents.isEmpty { return true }
        return index < path.count - 1 && product.subcomponents.contains { names($0, package) }
      }
    }
  }
}

extension Statement.Product {
  /// Whether a name of this product matches a name of the found one, and no purl contradicts it.
  ///
  /// Tools add different qualifiers to the purl of one package, so it is enough when one purl has those of this product.
  /// But a purl that differs in a qualifier belongs to another build of the package, which this product does not cover.
  package func names(_ found: Statement.Product) -> Bool {
    if identifiers.contains(where: { name in found.identifiers.contains { $0.utf8.elementsEqual(name.utf8) } }) {
      return true
    }
    if !hashes.isDisjoint(with: found.hashes) { return true }
    return purls.contains { general in
      found.purls.contains { general.covers($0) } && !found.purls.contains { general.contradicts($0) }
    }
  }
}

extension Statement.Product {
  /// Whether a name of this product may name the found one: the same package or image, and no version, tag, digest, qualifier or
  /// subpath that differs.
  func mayName(_ found: Statement.Product) -> Bool {
    if images.contains(where: { image in found.images.contains(where: image.mayBe) }) { return true }
    return purls.contains { general in
      found.purls.contains { found in
        guard general.packageKey == found.packageKey, !general.contradicts(found) else { return false }
        if general.version != nil, found.version != nil, general.versionedKey != found.versionedKey { return false }
        return found.subpath == nil || general.covers(found) || general.subpath == nil
      }
    }
  }
}

extension Statement.Product {
  /// The names of the product that are those of an image.
  var images: [ImageName] { identifiers.compactMap(ImageName.init(reference:)) + purls.compactMap(ImageName.init) }
}

extension PURL {
  /// Whether both purls name one package in one version, with different values of one qualifier.
  fileprivate func contradicts(_ found: PURL) -> Bool {
    guard !qualifiers.isEmpty, packageKey == found.packageKey, version == nil || versionedKey == found.versionedKey
    else {
      return false
    }
    let actual = found.qualifiers
    // The epoch is a part of the version.
    return qualifiers.contains { key, value in key != "epoch" && actual[key].map { $0 != value } ?? false }
  }
}
