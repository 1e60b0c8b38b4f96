import Interning
import Model
import Synchronization

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
  private let filter: NameFilter
  private let subjects = Subjects()

  package init(_ statements: [Statement], trust: VEXTrust, products: [Statement.Product] = [], now: Timestamp) {
    entries = statements.map { Entry(statement: $0, refusal: trust.refusal(of: $0, now: now)) }
    (self.products, self.now) = (products, now)
    var byName: [String: [Int]] = [:]
    for (index, statement) in statements.enumerated() {
      for name in Set(statement.vulnerabilities) { byName[name, default: []].append(index) }
    }
    self.byName = byName
    filter = NameFilter(byName.keys)
  }

  private func isNamed(_ name: String) -> Bool { filter.mayHold(name) && byName[uppercasedASCII(name)] != nil }

  /// An assessor, which assesses findings one after the other. Each thread needs its own.
  package func assessor() -> Assessor { Assessor(of: self) }

  /// The subject that findings with these lists of names have in common. Many statements can be about one, so it is made
  /// once for all threads.
  private func subject(of finding: Finding, named names: [Interned<[String]>]) -> Subject {
    subjects.known.withLock { known in
      if let subject = known[names] { return subject }
      let subject = subject(of: finding)
      known[names] = subject
      return subject
    }
  }

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

/// The subjects that were asked for so far, by the distinct lists of names of their findings.
private final class Subjects: Sendable {
  let known = Mutex<[[Interned<[String]>]: Subject]>([:])
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

/// Tells of most names that they are not in a set, by their length and their last bytes, which is faster than looking them
/// up (a Bloom filter with one hash).
private struct NameFilter: Sendable {
  private var bits = [Bool](repeating: false, count: 1 << 16)

  init(_ names: some Sequence<String>) { for name in names { bits[Self.hash(name)] = true } }

  func mayHold(_ name: String) -> Bool { bits[Self.hash(name)] }

  /// Ignores the case of letters.
  private static func hash(_ name: String) -> Int {
    let bytes = name.utf8Span.span
    var hash = UInt32(truncatingIfNeeded: bytes.count)
    for at in max(0, bytes.count - 6)..<bytes.count { hash = hash &* 31 &+ UInt32(bytes[at] | 0x20) }
    return Int((hash ^ hash >> 16) & 0xFFFF)
  }
}

/// The vulnerabilities that findings have in common, with what all statements say of them.
private struct Subject: Sendable {
  let assessor: VulnerabilityAssessor
  /// The statements that the policy does not trust.
  private let refused: [StatementSet.Entry]
  private let index: ProductIndex

  init(assessor: VulnerabilityAssessor, refused: [StatementSet.Entry]) {
    (self.assessor, self.refused) = (assessor, refused)
    index = ProductIndex(refused.map(\.statement))
  }

  func assess(_ path: [Statement.Product], now: Timestamp) -> VEXAssessment {
    var assessment = assessor.assess([path])
    assessment.untrusted = index.positions(naming: path).compactMap { position in
      let entry = refused[position]
      let counts = entry.statement.timestamp <= now || !entry.statement.status.suppresses
      guard let refusal = entry.refusal, counts, entry.statement.speaks(of: path) else { return nil }
      return UntrustedStatement(entry.statement, because: refusal.text)
    }
    return assessment
  }
}

extension StatementSet {
  /// Assesses findings and caches the assessments, because one package is often found at many locations.
  package struct Assessor {
    private let statements: StatementSet
    private var known: [Question: Interned<VEXAssessment>] = [:]
    /// The lists of names that were looked up, and those of them that a statement names one of.
    private var (seen, named) = (InternedSet<[String]>(), InternedSet<[String]>())
    private var subjects: [[Interned<[String]>]: Subject] = [:]
    private let nameless: Interned<[String]> = .none()

    private struct Question: Hashable {
      /// The distinct lists of names of the observations, in order.
      let names: [Interned<[String]>]
      let path: [Statement.Product]
    }

    fileprivate init(of statements: StatementSet) { self.statements = statements }

    package mutating func assess(_ finding: Finding) -> Interned<VEXAssessment> {
      guard !statements.byName.isEmpty, finding.$ids != nameless else { return .noStatement }
      guard isNamed(finding.$ids) else { return .noStatement }
      let question = Question(names: finding.nameLists, path: statements.path(to: finding))
      if let answer = known[question] { return answer }
      let subject = subjects[question.names] ?? statements.subject(of: finding, named: question.names)
      subjects[question.names] = subject
      let answer = Interned(subject.assess(question.path, now: statements.now))
      known[question] = answer
      return answer
    }

    private mutating func isNamed(_ names: Interned<[String]>) -> Bool {
      if seen.contains(names) { return named.contains(names) }
      seen.insert(names)
      guard names.wrappedValue.contains(where: statements.isNamed) else { return false }
      named.insert(names)
      return true
    }
  }

  /// The vulnerabilities of a finding, and the statements that name them.
  private func subject(of finding: Finding) -> Subject {
    var positions = Set(finding.ids.flatMap { byName[uppercasedASCII($0)] ?? [] })
    // Statements that withdraw one of these may name the vulnerability by another alias of it.
    let aliases = Set(
      positions.lazy.map { entries[$0].statement }.filter(\.status.suppresses).flatMap(\.vulnerabilities))
    for index in aliases.flatMap({ byName[$0] ?? [] }) where !entries[index].statement.status.suppresses {
      positions.insert(index)
    }
    let relevant = positions.sorted().map { entries[$0] }
    // What withdraws a statement only makes the gate stricter, so it needs no trust.
    let counting = relevant.filter { $0.refusal == nil || !$0.statement.status.suppresses }.map(\.statement)
    return Subject(
      assessor: VulnerabilityAssessor(finding.vulnerabilities, by: counting, now: now),
      refused: relevant.filter { $0.refusal != nil })
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
