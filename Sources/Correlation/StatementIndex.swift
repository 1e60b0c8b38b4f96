import Model

/// The statements of a run, found by the names of the vulnerability.
struct StatementIndex: Sendable {
  private let statements: [Statement]
  private let products: [Statement.Product]
  private let now: Timestamp
  private let byName: [String: [Int]]
  /// One package is often found in many places, and statements say the same of it in all.
  private var known: [Question: Interned<Risk.Assessment>] = [:]
  private let nameless: Interned<[String]> = .none()

  private struct Question: Hashable, Sendable {
    let names: Interned<[String]>
    let path: [Statement.Product]
  }

  init(_ context: Context) {
    (statements, products, now) = (context.statements, context.products, context.now)
    var byName: [String: [Int]] = [:]
    for (index, statement) in statements.enumerated() {
      for name in Set(statement.vulnerabilities) { byName[name, default: []].append(index) }
    }
    self.byName = byName
  }

  mutating func assess(_ finding: Finding) -> Interned<Risk.Assessment> {
    guard !byName.isEmpty, finding.$ids != nameless else { return .silent }
    let names = finding.ids
    guard names.indices.contains(where: { byName[uppercased(names[$0])] != nil }) else { return .silent }
    let question = Question(names: finding.$ids, path: path(to: finding))
    if let answer = known[question] { return answer }
    let relevant = Set(names.flatMap { byName[uppercased($0)] ?? [] }).sorted().map { statements[$0] }
    let answer = Interned(Correlation.assess([question.path], by: relevant, now: now))
    known[question] = answer
    return answer
  }

  /// From the repository's product over the image to the package, as far as they are known.
  private func path(to finding: Finding) -> [Statement.Product] {
    var root = Statement.Product()
    for product in products {
      root.purls += product.purls
      root.identifiers += product.identifiers
      root.hashes.formUnion(product.hashes)
    }
    var path = products.isEmpty ? [] : [root]
    if let image = finding.location.image { path.append(Statement.Product(identifiers: [image])) }
    // Tools add different qualifiers to one package: a statement needs to cover any of its purls.
    let purls = Set(finding.witnesses.compactMap { $0.component?.purl }).sorted()
    if !purls.isEmpty { path.append(Statement.Product(purls: purls)) }
    return path
  }
}
