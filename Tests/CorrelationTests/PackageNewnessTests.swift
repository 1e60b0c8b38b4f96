import Correlation
import Interning
import Model
import Risks
import Testing

private let lock = "package-lock.json"
private let baseTime = Timestamp(seconds: 2_000_000)
private let now = Timestamp(seconds: 3_000_000)

@Suite struct PackageNewness {
  /// What the change does to the package, when its advisory is from, what the base reports have, and what is left.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var change: PackageChange
    var published: Int64?
    var base: [String]?
    var isKindScanned = true
    var expected: NewnessSet

    init(
      _ name: String, _ change: PackageChange, published: Int64? = nil, base: [String]? = nil,
      isKindScanned: Bool = true,
      _ expected: NewnessSet
    ) {
      (testDescription, self.change, self.published, self.base) = (name, change, published, base)
      (self.isKindScanned, self.expected) = (isKindScanned, expected)
    }
  }

  static let cases: [Case] = [
    Case("added", .added, .introduced),
    Case("added, with an old advisory", .added, published: 1, .introduced),
    Case("no longer for development", .leavesDevelopment, .introduced),
    Case("unchanged", .unchanged, .notIntroduced),
    Case("unchanged, with an advisory older than the base", .unchanged, published: 1_999_999, .inherited),
    Case("unchanged, with an advisory of the day of the base", .unchanged, published: 2_000_000, .notIntroduced),
    Case("not known", .unknown, .all),
    Case("not known, with an old advisory", .unknown, published: 1, .all),
    Case("added, and the base has none", .added, base: [], .introduced),
    Case("unchanged, and the base has none", .unchanged, base: [], .surfaced),
    Case("not known, and the base has none", .unknown, base: [], [.introduced, .surfaced]),
    Case("unchanged, and the base has it", .unchanged, base: ["CVE-1"], .inherited),
    Case("no longer for development, and the base has it", .leavesDevelopment, base: ["CVE-1"], .introduced),
    Case(
      "unchanged, and only code was scanned at the base", .unchanged, base: [], isKindScanned: false, .notIntroduced),
  ]

  @Test(arguments: cases) func `newness is what the facts leave possible`(_ one: Case) throws {
    var observation = package("A", ["CVE-1"])
    observation.published = one.published.map { Timestamp(seconds: $0) }
    let findings = merged([observation])
    let before = one.base.map { ids in merged(ids.map { package("A", [$0]) }) }
    let changes = FileChanges([FileChange(path: lock, status: .modified, added: [1...1], lineCount: 9)])
    let change = one.change, isKindScanned = one.isKindScanned
    let facts = HistoryFacts(
      changes: changes, packages: PackageFacts(concerns: { _ in false }, change: { _, _ in change }),
      base: before.map { ($0, matchFindings(findings, with: $0, changes: changes)) },
      isScannedAtBase: { _ in isKindScanned }, now: now, baseTime: baseTime)
    let result = try #require(dateFindings(findings.map { ArenaRef($0) }, in: facts).first)
    #expect(result.newness.possible == one.expected)
    #expect((result.newness.newness == .unknown) == (one.expected.values.count > 1))
    // What may be old or new is at least since now: enough to fail no deadline, and to pass none.
    if one.expected == .notIntroduced { #expect(result.firstSeen.source == .atLeastSince) }
  }

  @Test func `a condition holds if all that is possible is wanted, and fails if nothing is`() {
    #expect(NewnessSet.notIntroduced.isOne(of: [.surfaced, .inherited]) == .yes)
    #expect(NewnessSet.notIntroduced.isOne(of: [.introduced]) == .no)
    #expect(NewnessSet.notIntroduced.isOne(of: [.introduced, .surfaced]) == .unknown)
    #expect(NewnessSet.all.isOne(of: .inherited) == .unknown)
    #expect(NewnessResult(oneOf: [], because: "").possible == .all)
  }
}
