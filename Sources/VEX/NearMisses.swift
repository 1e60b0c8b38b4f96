import Model
import PackageURL

/// The number of statements that are reported for one finding, enough to find the intended one.
private let mostNearMisses = 8

/// The statements about the same vulnerability that are not in force, with the reason.
///
/// - Parameter statements: All of them, ordered by source position.
func nearMisses(
  _ statements: [Statement], _ speaking: [[Statement]], _ result: VEXResult, _ paths: [[Statement.Product]],
  _ now: Timestamp
) -> [VEXNearMiss] {
  let deciding = result.conflict + (result.inForce.map { [$0] } ?? [])
  var misses: [VEXNearMiss] = []
  for statement in statements {
    guard misses.count < mostNearMisses else { break }
    if deciding.contains(statement) { continue }
    misses.append(VEXNearMiss(statement, because: reason(statement, speaking, result, paths, now)))
  }
  return misses
}

/// The suppressing statements about the package that name only an advisory about several vulnerabilities.
func unclearStatements(
  _ vulnerabilities: Vulnerabilities, _ paths: [[Statement.Product]], _ statements: [Statement]
) -> [VEXNearMiss] {
  statements.sorted { $0.at < $1.at }.compactMap { statement in
    guard statement.status.suppresses, !vulnerabilities.all.contains(where: statement.isAbout),
      paths.contains(where: statement.speaks)
    else { return nil }
    let shared = vulnerabilities.all.first { $0.sharedNames.contains(where: statement.vulnerabilities.contains) }
    guard let name = shared?.sharedNames.first(where: statement.vulnerabilities.contains) else { return nil }
    let ids = vulnerabilities.all.prefix(4).map(\.id).joined(separator: ", ")
    return VEXNearMiss(
      statement, because: "\(name) is about several vulnerabilities (\(ids)), and it names none of them")
  }
}

/// The first near miss of each statement, and at most as many as are reported for one finding.
func firstOfEach(_ misses: [VEXNearMiss]) -> [VEXNearMiss] {
  var seen: Set<SourcePosition> = []
  return Array(misses.filter { seen.insert($0.statement.at).inserted }.prefix(mostNearMisses))
}

private func reason(
  _ statement: Statement, _ speaking: [[Statement]], _ result: VEXResult, _ paths: [[Statement.Product]],
  _ now: Timestamp
) -> String {
  if statement.timestamp > now, statement.status.suppresses {
    return "it is dated \(statement.timestamp), which is still to come"
  }
  let covered = speaking.count { $0.contains(statement) }
  if covered == 0 { return subject(of: statement, paths) }
  if let other = result.inForce { return older(statement, other) }
  if covered < paths.count { return "it covers \(covered) of \(paths.count) dependency paths" }
  return "statements that contradict each other are newer"
}

private func older(_ statement: Statement, _ other: Statement) -> String {
  statement.isOlder(than: other)
    ? "a newer statement (\(other.timestamp)) says \(other.status.rawValue)"
    : "a statement that says \(other.status.rawValue) stands on another path or beside it"
}

/// The product that the statement is about instead.
private func subject(of statement: Statement, _ paths: [[Statement.Product]]) -> String {
  let found = paths.compactMap(\.last)
  for product in statement.products {
    for part in product.subcomponents.isEmpty ? [product] : product.subcomponents {
      if found.contains(where: part.names) { return "it speaks of the package inside \(product.shown) only" }
      for purl in part.purls {
        let same = found.lazy.flatMap(\.purls).first { purl.packageKey == $0.packageKey }
        if let same { return "it speaks of \(difference(purl, same))" }
      }
    }
  }
  let names = statement.products.prefix(3).map { product in
    product.subcomponents.isEmpty ? product.shown : product.subcomponents.prefix(3).map(\.shown).joined(separator: ", ")
  }
  return "it speaks of \(names.joined(separator: ", "))\(statement.products.count > 3 ? " and others" : "")"
}

/// The package by its name, or, when the name is the same, by the part in which the two purls differ.
private func difference(_ stated: PURL, _ found: PURL) -> String {
  if let version = stated.version, version != found.version {
    return "\(stated.name) \(version), not \(found.version ?? "an unknown version")"
  }
  let wanted = stated.qualifiers.filter { found.qualifiers[$0.key] != $0.value }.sorted { $0.key < $1.key }
  if !wanted.isEmpty { return "\(stated.name) with \(wanted.map { "\($0.key)=\($0.value)" }.joined(separator: ", "))" }
  return "\(stated.name) below \(stated.subpath ?? "another path")"
}

extension Statement.Product {
  fileprivate var shown: String {
    if let purl = purls.first { return purl.version.map { "\(purl.name) \($0)" } ?? purl.name }
    return identifiers.first ?? hashes.min() ?? "a product without a name"
  }
}
