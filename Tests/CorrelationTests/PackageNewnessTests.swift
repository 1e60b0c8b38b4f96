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
    Case("not known", .unknown(InternedString(lock)), .all),
    Case("not known, with an old advisory", .unknown(InternedString(lock)), published: 1, .all),
    Case("added, and the base has none", .added, base: [], .introduced),
    Case("unchanged, and the base has none", .unchanged, base: [], .surfaced),
    Case("not known, and the base has none", .unknown(InternedString(lock)), base: [], [.introduced, .surfaced]),
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
      changes: changes, packages: PackageFacts(mayChangeVersions: { true }, change: { _ in change }),
      base: before.map { ($0, matchFindings(findings, with: $0, changes: changes)) },
      isScannedAtBase: { _ in isKindScanned }, now: now, baseTime: baseTime)
    let result = try #require(dateFindings(findings.map { ArenaRef($0) }, in: facts).first)
    #expect(result.newness.possible == one.expected)
    #expect((result.newness.newness == .unknown) == (one.expected.values.count > 1))
    // What may be old or new is at least since now: enough to fail no deadline, and to pass none.
    if one.expected == .notIntroduced { #expect(result.firstSeen.source == .atLeastSince) }
  }

  /// The files that the change touches, whether the base was scanned, and what is left of a package in an image.
  @Test(
    arguments: [
      (["README.md"], true, .surfaced), (["docs/a.rst", "b.adoc"], true, .surfaced),
      (["README.md"], false, .notIntroduced),
      (["README.md", "Dockerfile"], true, [.introduced, .surfaced]),
      (["requirements.txt"], true, [.introduced, .surfaced]),
      (["Dockerfile"], false, .all), ([], true, .surfaced),
    ] as [([String], Bool, NewnessSet)])
  func `a package in an image may have come by the change or by itself`(
    _ touched: [String], _ isScanned: Bool, _ expected: NewnessSet
  ) throws {
    var observation = package("A", ["CVE-1"], path: nil)
    observation.location.image = "registry/app:1"
    var secret = observation
    (secret.kind, secret.component, secret.ids, secret.ruleId) = (.secret, nil, [], "key")
    for (one, expected) in [(observation, expected), (secret, isScanned ? [.introduced, .surfaced] : .all)] {
      let changes = FileChanges(touched.map { FileChange(path: $0, status: .modified, added: [1...1], lineCount: 9) })
      let result = try #require(dated(merged([one]), base: isScanned ? [] : nil, changes: changes, now: now).first)
      #expect(result.newness.possible == expected)
    }
    let renamed = FileChanges([FileChange(path: "a.md", oldPath: "a.py", status: .renamed)])
    let result = try #require(dated(merged([observation]), base: [], changes: renamed, now: now).first)
    #expect(result.newness.possible == [.introduced, .surfaced], "it was no documentation")
    let module = FileChanges([FileChange(path: "library.md", status: .modified, isWhole: true)])
    let other = try #require(dated(merged([observation]), base: [], changes: module, now: now).first)
    #expect(other.newness.possible == [.introduced, .surfaced], "a submodule may bring packages under any name")
  }

  @Test func `a condition holds if all that is possible is wanted, and fails if nothing is`() {
    #expect(NewnessSet.notIntroduced.isOne(of: [.surfaced, .inherited]) == .yes)
    #expect(NewnessSet.notIntroduced.isOne(of: [.introduced]) == .no)
    #expect(NewnessSet.notIntroduced.isOne(of: [.introduced, .surfaced]) == .unknown)
    #expect(NewnessSet.all.isOne(of: .inherited) == .unknown)
    #expect(NewnessResult(oneOf: [], because: "").possible == .all)
  }
}
