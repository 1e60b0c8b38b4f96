import Correlation
import Interning
import Model
import Risks
import Testing

private let now = Timestamp(seconds: 1_000_000)

/// One finding at head, what the change does, what the base had, and what that makes of it.
private struct Case: CustomTestStringConvertible {
  var name: String
  var head: [Observation]
  var base: [Observation]?
  var changes: [FileChange]?
  var expected: [Newness]
  var testDescription: String { name }

  init(
    _ name: String, _ head: [Observation], base: [Observation]? = nil, _ changes: [FileChange]?, _ expected: [Newness]
  ) {
    (self.name, self.head, self.base, self.changes, self.expected) = (name, head, base, changes, expected)
  }

  /// By line, so that cases can be read; what is resolved comes last.
  var actual: [Newness] {
    let risks = dated(
      merged(head), base: base.map(merged), changes: changes.map { FileChanges($0) }, now: now,
      baseTime: Timestamp(seconds: 5))
    let present = risks.filter { $0.newness.newness != .resolved }
      .sorted { ($0.finding.location.startLine ?? 0) < ($1.finding.location.startLine ?? 0) }
    return (present + risks.filter { $0.newness.newness == .resolved }).map(\.newness.newness)
  }
}

private func edit(
  _ path: String = "a.py", added: [ClosedRange<Int>] = [], removed: [ClosedRange<Int>] = [], removedAfter: [Int] = [],
  affected: [ClosedRange<Int>] = [], _ status: FileChange.Status = .modified, from oldPath: String? = nil,
  lineCount: Int? = nil, isWhole: Bool = false
) -> FileChange {
  FileChange(
    path: path, oldPath: oldPath, status: status, added: added, removed: removed, removedAfter: removedAfter,
    affected: affected, lineCount: lineCount, isWhole: isWhole)
}

private let lock = "package-lock.json"

private let cases: [Case] = [
  Case("no base at all", [code("A", line: 9)], nil, [.unknown]),
  // The diff alone
  Case("on an added line", [code("A", line: 9)], [edit(added: [8...9])], [.introduced]),
  Case("beside an added line", [code("A", line: 10)], [edit(added: [8...9])], [.inherited]),
  Case("in an untouched file", [code("A", line: 9)], [edit("b.py", added: [9...9])], [.inherited]),
  Case("a binary change", [code("A", line: 9)], [edit(isWhole: true)], [.introduced]),
  Case("an added file", [code("A", line: 9)], [edit("a.py", .added)], [.introduced]),
  Case("a problem of the whole file", [code("A", line: nil)], [edit(added: [1...1])], [.unknown]),
  Case("a touched lock file", [package("A", ["CVE-1"])], [edit(lock, added: [1...1])], [.unknown]),
  Case("an untouched lock file", [package("A", ["CVE-1"])], [], [.unknown]),
  Case("no file at all", [package("A", ["CVE-1"], path: nil)], [], [.unknown]),
  Case("lines removed inside it", [long(3, 7)], [edit(removed: [5...5], removedAfter: [4])], [.introduced]),
  Case("lines removed after its last line", [long(3, 7)], [edit(removed: [8...8], removedAfter: [7])], [.inherited]),
  Case("in the block of removed lines", [code("A", line: 9)], [edit(affected: [4...9])], [.unknown]),
  Case("outside of that block", [code("A", line: 10)], [edit(affected: [4...9])], [.inherited]),
  Case("beyond the end of a changed file", [code("A", line: 9)], [edit(added: [1...1], lineCount: 8)], [.unknown]),
  Case("a range beyond the end", [long(3, 4_000)], [edit(added: [1...1], lineCount: 8)], [.inherited]),
  Case("line 0", [code("A", line: 0)], [edit(added: [1...1])], [.unknown]),
  Case("a changed step of its flow", [flow("b.py", 4)], [edit("b.py", added: [4...4])], [.introduced]),
  Case("another line of a file of its flow", [flow("b.py", 4)], [edit("b.py", added: [9...9])], [.inherited]),
  Case("lines removed beside a step", [flow("b.py", 4)], [edit("b.py", affected: [3...5])], [.unknown]),
  Case("lines removed between two steps", [flow("b.py", 4, 20)], [edit("b.py", removedAfter: [11])], [.unknown]),
  Case("lines removed after the last step", [flow("b.py", 4, 20)], [edit("b.py", removedAfter: [20])], [.inherited]),
  // With reports on the base
  Case(
    "lines removed beside it, as at the base", [code("A", line: 9)], base: [code("A", line: 9)],
    [edit(affected: [9...9])], [.inherited]),
  Case(
    "lines removed beside it, and the base had none", [code("A", line: 9)], base: [], [edit(affected: [9...9])],
    [.introduced]),
  Case(
    "a severity that rose", [code("A", line: 9, severity: .critical)], base: [code("A", line: 9, severity: .low)], [],
    [.surfaced]),
  Case(
    "a severity that fell", [code("A", line: 9, severity: .low)], base: [code("A", line: 9, severity: .critical)], [],
    [.inherited]),
  Case(
    "a severity that got lost", [code("A", line: 9, severity: nil)], base: [code("A", line: 9, severity: .low)], [],
    [.surfaced]),
  Case(
    "another tool on a changed line of it", [long(9, 11), code("B", line: 10)], base: [long(9, 11)],
    [edit(added: [10...10])], [.introduced]),
  Case(
    "another tool on an old line of it", [code("A", line: 9), code("B", line: 9)], base: [code("A", line: 9)], [],
    [.inherited]),
  Case(
    "shifted by an insertion above", [code("A", line: 12)], base: [code("A", line: 10)], [edit(added: [1...2])],
    [.inherited]),
  Case(
    "shifted by a deletion above", [code("A", line: 7)], base: [code("A", line: 10)], [edit(removed: [2...4])],
    [.inherited]),
  Case(
    "one fixed and one brought in", [code("A", line: 50)], base: [code("A", line: 10)],
    [edit(added: [50...50], removed: [10...10])], [.introduced, .resolved]),
  Case(
    "a second one of the same rule above", [code("A", line: 5), code("A", line: 12)], base: [code("A", line: 10)],
    [edit(added: [4...5])], [.introduced, .inherited]),
  Case("untouched, but the base had none", [code("A", line: 12)], base: [], [edit(added: [1...2])], [.surfaced]),
  Case("touched, and the base had none", [code("A", line: 1)], base: [], [edit(added: [1...2])], [.introduced]),
  Case(
    "renamed", [code("A", line: 11, path: "b.py")], base: [code("A", line: 10)],
    [edit("b.py", added: [1...1], .renamed, from: "a.py")], [.inherited]),
  Case(
    "copied", [code("A", line: 10), code("A", line: 11, path: "b.py")], base: [code("A", line: 10)],
    [edit("b.py", .copied, from: "a.py")], [.inherited, .introduced]),
  Case("fixed", [], base: [code("A", line: 10)], [edit(removed: [10...10])], [.resolved]),
  Case(
    "moved with the text of its line", [texted(40)], base: [texted(10)], [edit(added: [40...40], removed: [10...10])],
    [.inherited]),
  Case(
    "on a new line with a tool's fingerprint of an old one", [marked(40)], base: [marked(10)],
    [edit(added: [40...40], removed: [10...10])], [.introduced]),
  Case(
    "a line inside it is edited", [long(3, 7)], base: [long(3, 7)], [edit(added: [5...5], removed: [5...5])],
    [.introduced]),
  Case(
    "a line inside it is edited, and its severity rises", [long(3, 7, .high)], base: [long(3, 7, .low)],
    [edit(added: [5...5], removed: [5...5])], [.introduced]),
  Case(
    "lines inside it are removed, as at the base", [long(3, 7)], base: [long(3, 8)],
    [edit(removed: [5...5], removedAfter: [4])], [.introduced]),
  Case(
    "a line beside it is edited", [long(3, 7)], base: [long(3, 7)], [edit(added: [8...8], removed: [8...8])],
    [.inherited]),
  Case("a line inside it is indented", [long(3, 7)], base: [long(3, 7)], [moved(5...5)], [.inherited]),
  Case(
    "two tools, and the change edits the place of one", [long(5, 20), code("B", line: 12)],
    base: [long(5, 20), code("B", line: 5)], [edit(added: [12...12], removed: [12...12])], [.introduced]),
  Case(
    "another property of its resource is edited", [resource(3, 7)], base: [resource(3, 7)],
    [edit("main.tf", added: [5...5], removed: [5...5])], [.inherited]),
  Case(
    "its resource begins otherwise", [resource(3, 7)], base: [resource(3, 7)],
    [edit("main.tf", added: [3...5], removed: [3...5])], [.introduced]),
  Case(
    "a step of its flow is edited, as at the base", [flow("b.py", 4)], base: [flow("b.py", 4)],
    [edit("b.py", added: [4...4], removed: [4...4])], [.introduced]),
  Case(
    "a flow begins in a new file", [flow("c.py", 1)], base: [flow("b.py", 4)], [edit("c.py", .added)], [.introduced]),
  Case(
    "another line of a file of its flow, as at the base", [flow("b.py", 4)], base: [flow("b.py", 4)],
    [edit("b.py", added: [9...9])], [.inherited]),
  // Without a line
  Case(
    "about a file that is edited, as at the base", [code("A", line: nil)], base: [code("A", line: nil)],
    [edit(added: [1...1])], [.inherited]),
  Case(
    "said twice of a file that is edited", [code("A", line: nil), code("A", line: nil)],
    base: [code("A", line: nil)], [edit(added: [1...1])], [.unknown]),
  Case(
    "said twice of a file that is not edited", [code("A", line: nil), code("A", line: nil)],
    base: [code("A", line: nil)], [], [.inherited]),
  Case(
    "other words about a file that is edited", [titled("a key in f2")], base: [titled("a key")],
    [edit(added: [1...1])], [.unknown]),
  Case(
    "other words about a file that is not edited", [titled("a key in f2")], base: [titled("a key")], [], [.inherited]),
  Case("about no file, as at the base", [titled("x", path: nil)], base: [titled("x", path: nil)], [], [.inherited]),
  Case(
    "about no file, in other words", [titled("y", path: nil)], base: [titled("x", path: nil)], [],
    [.unknown, .resolved]),
  // Renames
  Case(
    "a name that scanners of code do not read becomes one that they do", [code("A", line: 9, path: "b.py")],
    [edit("b.py", .renamed, from: "b.txt")], [.unknown]),
  Case(
    "a name that no scanner reads, and the base has it not", [code("A", line: 9, path: "b.py")], base: [],
    [edit("b.py", .renamed, from: "b.txt")], [.introduced]),
  Case(
    "a name that no scanner reads, and the base has it", [code("A", line: 9, path: "b.py")],
    base: [code("A", line: 9, path: "b.txt")], [edit("b.py", .renamed, from: "b.txt")], [.inherited]),
  Case(
    "a folder that scanners pass by", [code("A", line: 9, path: "src/b.py")],
    [edit("src/b.py", .renamed, from: "src/CVS/b.py")], [.unknown]),
  Case(
    "out of a folder of tests", [code("A", line: 9, path: "src/b.js")],
    [edit("src/b.js", .renamed, from: "Tests/unit/b.js")], [.unknown]),
  Case(
    "a file of dependencies that becomes a test", [code("A", line: 9, path: "tests/b.js")],
    [edit("tests/b.js", .renamed, from: "vendor/b.js")], [.unknown]),
  Case(
    "into a folder of tests, and within it", [code("A", line: 9, path: "pay/tests/x/b.js")],
    [edit("pay/tests/x/b.js", .renamed, from: "tests/b.js")], [.inherited]),
  Case(
    "into a folder that some scanners read alone", [code("A", line: 9, path: ".github/workflows/b.yml")],
    [edit(".github/workflows/b.yml", .renamed, from: "ci/b.yml")], [.unknown]),
  Case(
    "another name of the same language", [code("A", line: 9, path: "lib/b.ts")],
    [edit("lib/b.ts", .renamed, from: "src/a.js")], [.inherited]),
  Case(
    "a secret in a file that gets a name of another kind", [secret("A", "d", line: 3)],
    [edit(".env", .renamed, from: "env.txt")], [.inherited]),
  Case(
    "one fingerprint for all", [marked(40), marked(41)], base: [marked(10), marked(11)],
    [edit(added: [40...41], removed: [10...11])], [.introduced, .introduced, .resolved, .resolved]),
  Case("a scanner that points one line on", [code("A", line: 11)], base: [code("A", line: 10)], [], [.inherited]),
  Case(
    "one on a line beside it, which is known to be another one", [texted(11, "t2")], base: [texted(10)], [],
    [.surfaced, .resolved]),
  Case(
    "another rule in the same place", [code("A", line: 10, rule: "other")], base: [code("A", line: 10)], [],
    [.surfaced, .resolved]),
  Case(
    "a rule that names other weaknesses", [code("A", line: 10, cwes: [20, 79])], base: [code("A", line: 10)], [],
    [.inherited]),
  Case(
    "a tool joins", [code("A", line: 10, rule: "z"), code("B", line: 10, rule: "a")],
    base: [code("A", line: 10, rule: "z")], [], [.inherited]),
  Case(
    "a tool leaves", [code("A", line: 10, rule: "z")],
    base: [code("A", line: 10, rule: "z"), code("B", line: 10, rule: "a")], [], [.inherited]),
  Case("its lines are indented", [code("A", line: 4)], [moved(4...4)], [.unknown]),
  Case("one of its lines is indented and one edited", [long(4, 5)], [moved(4...4, added: [4...5])], [.introduced]),
  Case(
    "its lines are indented, and the base has it not", [code("A", line: 4)], base: [], [moved(4...4)], [.introduced]),
  Case(
    "an old advisory in a touched lock file", [package("A", ["CVE-1"])], base: [package("A", ["CVE-1"])],
    [edit(lock, added: [1...1])], [.inherited]),
  Case("a new package", [package("A", ["CVE-1"])], base: [], [edit(lock, added: [1...1])], [.unknown]),
  Case(
    "a new advisory for an old package", [package("A", ["CVE-2"])], base: [package("A", ["CVE-1"])],
    [edit(lock, added: [1...1])], [.surfaced, .resolved]),
  Case("a new advisory in an untouched lock file", [package("A", ["CVE-2"])], base: [], [], [.surfaced]),
  Case(
    "under another name", [package("A", ["GHSA-1"])], base: [package("B", ["CVE-1", "GHSA-1"])],
    [edit(lock, added: [1...1])], [.inherited]),
  Case(
    "another vulnerable version beside the old one",
    [package("A", ["CVE-1"], version: "1"), package("A", ["CVE-1"], version: "2")],
    base: [package("A", ["CVE-1"], version: "2")], [edit(lock, added: [1...1])], [.inherited, .unknown]),
  // Packages in files that the change deletes
  Case(
    "in the lock file of another package manager", [package("A", ["CVE-1"], path: "pnpm-lock.yaml")],
    base: [package("B", ["CVE-1"])], [edit("pnpm-lock.yaml", .added), edit(lock, .deleted)], [.inherited]),
  Case(
    "the lock files of two folders become one", [package("A", ["CVE-1"])],
    base: [package("A", ["CVE-1"], path: "a/\(lock)"), package("A", ["CVE-1"], path: "b/\(lock)")],
    [edit(lock, .added), edit("a/\(lock)", .deleted), edit("b/\(lock)", .deleted)], [.inherited, .resolved]),
  Case(
    "a lock file moves and grows", [package("A", ["CVE-1"], path: "services/a/\(lock)")],
    base: [package("A", ["CVE-1"])], [edit("services/a/\(lock)", .added), edit(lock, .deleted)], [.inherited]),
  Case(
    "in a deleted file in another version", [package("A", ["CVE-1"], version: "2", path: "pnpm-lock.yaml")],
    base: [package("A", ["CVE-1"])], [edit("pnpm-lock.yaml", .added), edit(lock, .deleted)], [.unknown, .resolved]),
  Case(
    "in a deleted file with another vulnerability", [package("A", ["CVE-2"], path: "pnpm-lock.yaml")],
    base: [package("A", ["CVE-1"])], [edit("pnpm-lock.yaml", .added), edit(lock, .deleted)], [.unknown, .resolved]),
  Case(
    "a service gets what another one has", [package("A", ["CVE-1"], path: "b/\(lock)")],
    base: [package("A", ["CVE-1"], path: "a/\(lock)")],
    [edit("b/\(lock)", added: [1...1]), edit("a/\(lock)", added: [1...1])], [.unknown, .resolved]),
  Case(
    "a service gets what a deleted one had", [package("A", ["CVE-1"], path: "b/\(lock)")],
    base: [package("A", ["CVE-1"], path: "a/\(lock)")],
    [edit("b/\(lock)", added: [1...1]), edit("a/\(lock)", .deleted)], [.unknown, .resolved]),
  Case(
    "a secret that moved", [secret("A", "d", line: 40)], base: [secret("A", "d", line: 1)],
    [edit(".env", added: [40...40], removed: [1...1])], [.inherited]),
  Case(
    "another secret in its place", [secret("A", "e", line: 1)], base: [secret("A", "d", line: 1)],
    [edit(".env", added: [1...1], removed: [1...1])], [.introduced, .resolved]),
]

/// Lines that the change indents, each with the number that it had.
private func moved(_ lines: ClosedRange<Int>, added: [ClosedRange<Int>]? = nil) -> FileChange {
  var change = edit(added: added ?? [lines], removed: added ?? [lines])
  change.moved = lines.map { FileChange.MovedLine(head: $0, base: $0, isWhole: true) }
  return change
}

private func long(_ first: Int, _ last: Int, _ severity: Severity? = nil) -> Observation {
  var observation = code("A", line: first, severity: severity)
  observation.location.endLine = last
  return observation
}

private func flow(_ path: String, _ lines: Int...) -> Observation {
  var observation = code("A", line: 9)
  observation.flow = lines.map { Location(path: path, startLine: $0) }
  return observation
}

private func resource(_ first: Int, _ last: Int) -> Observation {
  var observation = Observation(
    scan: Scan(format: "toy", tool: "A", report: "A"), kind: .iac, ruleId: "A-check", title: "title",
    location: Location(path: "main.tf", startLine: first, endLine: last), at: SourcePosition(file: "A"))
  observation.location.resource = "aws_s3_bucket.logs"
  return observation
}

private func titled(_ title: String, path: String? = "a.py") -> Observation {
  Observation(
    scan: Scan(format: "toy", tool: "A", report: "A"), kind: .sast, ruleId: "A-rule", title: title,
    location: Location(path: path), at: SourcePosition(file: "A"))
}

private func texted(_ line: Int, _ text: String = "t1") -> Observation {
  var observation = code("A", line: line)
  observation.fingerprints = [lineFingerprint: text]
  return observation
}

private func marked(_ line: Int) -> Observation {
  var observation = code("A", line: line)
  observation.fingerprints = ["primaryLocationLineHash": "39fa2ee980eb94b0:1"]
  return observation
}

struct DatingTests {
  @Test(arguments: cases)
  fileprivate func `newness tells what the change brought`(_ test: Case) { #expect(test.actual == test.expected) }

  @Test func `what lies in an image or outside the head is not called untouched`() {
    var inside = package("A", ["CVE-1"], path: "app/package-lock.json")
    inside.location.image = "acme/shop:1"
    #expect(dated(merged([inside]), changes: FileChanges(), now: now)[0].newness.newness == .unknown)
    let outside = dated(
      merged([code("A", line: 1)]), changes: FileChanges(), isInHead: { $0.wrappedValue != "a.py" }, now: now)
    #expect(outside[0].newness.newness == .unknown)
  }

  @Test(arguments: clocks)
  fileprivate func `first seen is the best proof, or an earlier time that a report states`(_ test: Clock) {
    var observation = code("A", line: 1)
    observation.firstSeen = test.stated.map { Timestamp(seconds: $0) }
    observation.published = test.published.map { Timestamp(seconds: $0) }
    let findings = correlate([observation])
    let facts = HistoryFacts(changes: FileChanges(), now: now, baseTime: Timestamp(seconds: 900_000))
    let newness = Interned(NewnessResult(test.newness, because: ""))
    let dated = dateFindings(
      findings, newness: [newness], arrivals: [InternedOptional(test.arrival)], in: facts)
    #expect(dated[0].firstSeen.time.seconds == test.expected.0)
    #expect(dated[0].firstSeen.source == test.expected.1)
  }
}

/// One finding, what git proves of it, what its report states, and the first-seen time and source that follow.
private struct Clock: CustomTestStringConvertible {
  var testDescription: String
  var newness = Newness.inherited
  var arrival: Arrival?
  var stated: Int64?
  var published: Int64?
  var expected: (Int64, FirstSeen.Source)

  init(
    _ name: String, _ newness: Newness = .inherited, git: Int64? = nil, atLeast: Int64? = nil, stated: Int64? = nil,
    published: Int64? = nil, is time: Int64, _ source: FirstSeen.Source
  ) {
    (testDescription, self.newness, self.stated, self.published) = (name, newness, stated, published)
    let arrived = (git ?? atLeast).map { Timestamp(seconds: $0) }
    arrival = arrived.map { Arrival(commit: "c", time: $0, isLowerBound: atLeast != nil) }
    expected = (time, source)
  }
}

private let clocks: [Clock] = [
  Clock("git tells", git: 500_000, is: 500_000, .git),
  Clock("a later word is no proof", git: 500_000, stated: 999_999, is: 500_000, .git),
  Clock("an earlier word makes it older", git: 500_000, stated: 7, is: 7, .report),
  Clock("a word in the future", git: 500_000, stated: 1_000_001, is: 500_000, .git),
  Clock("git tells a lower bound", atLeast: 500_000, is: 500_000, .atLeastSince),
  Clock("a later word leaves the bound", atLeast: 500_000, stated: 999_999, is: 500_000, .atLeastSince),
  Clock("an earlier word moves the bound, and it stays one", atLeast: 500_000, stated: 7, is: 7, .atLeastSince),
  Clock("an advisory after the arrival", git: 500_000, published: 600_000, is: 600_000, .published),
  Clock("an advisory before the arrival", git: 500_000, published: 400_000, is: 500_000, .git),
  Clock("an advisory of the future", git: 500_000, published: 1_000_001, is: 500_000, .git),
  Clock("an advisory after the bound makes it exact", atLeast: 500_000, published: 600_000, is: 600_000, .published),
  Clock("an earlier word than the advisory", git: 500_000, stated: 7, published: 600_000, is: 7, .report),
  Clock("git was not asked, and the base has it", is: 900_000, .atLeastSince),
  Clock("git was not asked, and a report knows more", stated: 7, is: 7, .atLeastSince),
  Clock("the change brings it", .introduced, git: 500_000, is: 1_000_000, .now),
  Clock("the change brings it, and a report knows more", .introduced, stated: 7, is: 7, .report),
  Clock("nothing is known", .unknown, is: 1_000_000, .now),
  Clock("the base did not have it, but its line", .surfaced, git: 500_000, is: 500_000, .git),
]

@Test func `what the base branch brought later is neither matched by its line nor resolved`() {
  let (later, old) = (merged([code("A", line: 9)]), merged([code("B", line: 20)]))
  let head = merged([code("A", line: 10)])
  func matches(laterCount: Int) -> BaseMatches {
    matchFindings(head, with: later + old, laterCount: laterCount, changes: FileChanges([]))
  }
  #expect(matches(laterCount: 0).partners.map { $0?.base } == [0])
  #expect(matches(laterCount: 0).resolved == [1])
  #expect(matches(laterCount: 1).partners.map { $0?.base } == [nil])
  #expect(matches(laterCount: 1).resolved == [1])
}
