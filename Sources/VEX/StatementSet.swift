import Interning
import Model

/// The VEX statements of one decision, looked up by the names of their vulnerabilities. Whether the policy trusts a
/// statement is decided once, when the set is made.
package struct StatementSet: Sendable {
  /// A statement, and the reason why the policy does not trust it; nil when it does.
  fileprivate struct Entry: Sendable {
    let statement: Statement
    let refusal: Diagnostic?
  }

  private let entries: [Entry]
  /// The product that the repository builds, by all its names. Statements may be about packages inside it.
  private let products: [Statement.Product]
  private let now: Timestamp
  /// The positions of the entries, by each upper-cased name of their vulnerability.
  private let byName: [String: [Int]]

  package init(_ statements: [Statement], trust: VEXTrust, products: [Statement.Product] = [], now: Timestamp) {
    entries = statements.map { Entry(statement: $0, refusal: trust.refusal(of: $0, now: now)) }
    (self.products, self.now) = (products, now)
    var byName: [String: [Int]] = [:]
    for (index, statement) in statements.enumerated() {
      for name in Set(statement.vulnerabilities) { byName[name, default: []].append(index) }
    }
    self.byName = byName
  }

  /// An assessor, which assesses findings one after the other. Each thread needs its own.
  package func assessor() -> Assessor { Assessor(of: self) }

  /// Warnings about suppressing statements that the policy does not trust, and notes about statements that match no finding and
  /// should be removed.
  package func unused(in assessments: Set<Interned<VEXAssessment>>) -> [Diagnostic] {
    let seen = Set(assessments.flatMap(\.wrappedValue.positions))
    return entries.compactMap { entry in
      if let refusal = entry.refusal, entry.statement.status.suppresses { return refusal.asWarning }
      guard !seen.contains(entry.statement.at) else { return nil }
      let name = entry.statement.vulnerabilities.first ?? "a vulnerability"
      return Diagnostic(
        .vexUnused, "the statement on \(name) matches nothing", severity: .note, at: entry.statement.at,
        help: "remove it, or correct its product")
    }
  }
}

extension VEXAssessment {
  /// The source positions of the statements that decided the assessment, contradict each other or nearly applied.
  fileprivate var positions: [SourcePosition] {
    nearMisses.map(\.statement.at) + results.compactMap { $0.inForce?.at } + conflict.map(\.at)
      + untrusted.map(\.statement.at)
  }
}

extension Finding {
  /// The distinct lists of names of the observations, in order, which decide what its vulnerabilities are.
  fileprivate var nameLists: [Interned<[String]>] {
    var lists: [Interned<[String]>] = []
    for observation in observations {
      let list = observation.ids.isEmpty ? Interned([observation.ruleId]) : observation.$ids
      if lists.last != list { lists.append(list) }
    }
    return lists
  }
}

extension StatementSet {
  /// Assesses findings and caches the assessments, because one package is often found at many locations.
  package struct Assessor {
    private let statements: StatementSet
    private var known: [Question: Interned<VEXAssessment>] = [:]
    private let nameless: Interned<[String]> = .none()

    private struct Question: Hashable {
      /// The distinct lists of names of the observations, in order.
      let names: [Interned<[String]>]
      let path: [Statement.Product]
    }

    fileprivate init(of statements: StatementSet) { self.statements = statements }

    package mutating func assess(_ finding: Finding) -> Interned<VEXAssessment> {
      guard !statements.byName.isEmpty, finding.$ids != nameless else { return .noStatement }
      let names = finding.ids
      guard names.indices.contains(where: { statements.byName[uppercasedASCII(names[$0])] != nil }) else {
        return .noStatement
      }
      let question = Question(names: finding.nameLists, path: statements.path(to: finding))
      if let answer = known[question] { return answer }
      let answer = Interned(statements.assess(finding.vulnerabilities, named: names, path: question.path))
      known[question] = answer
      return answer
    }
  }

  private func assess(
    _ vulnerabilities: Vulnerabilities, named names: [String], path: [Statement.Product]
  ) -> VEXAssessment {
    var positions = Set(names.flatMap { byName[uppercasedASCII($0)] ?? [] })
    // Statements that withdraw one of these may name the vulnerability by another alias of it.
    let aliases = positions.lazy.map { entries[$0].statement }.filter(\.status.suppresses).flatMap(\.vulnerabilities)
    for index in aliases.flatMap({ byName[$0] ?? [] }) where !entries[index].statement.status.suppresses {
      positions.insert(index)
    }
    let relevant = positions.sorted().map { entries[$0] }
    // What withdraws a statement only makes the gate stricter, so it needs no trust.
    let counting = relevant.filter { $0.refusal == nil || !$0.statement.status.suppresses }.map(\.statement)
    var assessment = VEX.assess(vulnerabilities, paths: [path], by: counting, now: now)
    assessment.untrusted = relevant.compactMap { entry in
      let counts = entry.statement.timestamp <= now || !entry.statement.status.suppresses
      guard let refusal = entry.refusal, counts, entry.statement.speaks(of: path) else { return nil }
      return UntrustedStatement(entry.statement, because: refusal.text)
    }
    return assessment
  }

  /// The path from the repository's product through the image to the package, as far as these are known.
  private func path(to finding: Finding) -> [Statement.Product] {
    var root = Statement.Product()
    for product in products {
      root.purls += product.purls
      root.identifiers += product.identifiers
      root.hashes.formUnion(product.hashes)
    }
    var path = products.isEmpty ? [] : [root]
    if let image = finding.location.image { path.append(Statement.Product(identifiers: [image])) }
    // Tools add different qualifiers to the purl of one package, so a statement needs to match only one of the purls.
    let purls = Set(finding.observations.compactMap { $0.component?.purl }).sorted()
    if !purls.isEmpty { path.append(Statement.Product(purls: purls)) }
    return path
  }
}
