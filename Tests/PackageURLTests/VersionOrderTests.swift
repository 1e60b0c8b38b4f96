import Foundation
import PackageURL
import TestSupport
import Testing

struct VersionOrderTests {
  /// Lines of `A < B`, `A = B` or `A > B` in files whose names begin with the word for an ecosystem.
  @Test(.corpus("standards/version-compare")) func `versions are ordered by the rule of their ecosystem`() throws {
    let folder = try Corpus.find("standards/version-compare")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }
      .sorted()
    #expect(!names.isEmpty)
    for name in names {
      let word = String(name.prefix { $0 != "-" })
      let scheme = try #require(schemes[word] ?? VersionScheme(rawValue: word), "no scheme for \(name)")
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
      let wrong = lines.filter { line in
        guard line.count == 3, let wanted = ["<": VersionOrder.less, "=": .equal, ">": .greater][line[1]] else {
          return true
        }
        let (one, two) = (String(line[0]), String(line[2]))
        let reversed = VersionOrder(rawValue: -wanted.rawValue)
        return scheme.compare(one, two) != wanted || scheme.compare(two, one) != reversed
      }
      for line in wrong.prefix(20) { print("\(name): \(line.joined(separator: " "))") }
      Corpus.report("version-compare \(name)", right: lines.count - wrong.count, all: lines.count)
      #expect(wrong.isEmpty)
    }
  }

  @Test(.corpus("standards/vers")) func `versions are ordered as the cases of the range specification ask`() throws {
    let folder = try Corpus.find("standards/vers")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasSuffix(".json")
    {
      let suite = try JSONDecoder().decode(Suite.self, from: Data(contentsOf: folder.appending(path: name)))
      let known = suite.cases.compactMap { test in test.isRight.map { (test, $0) } }
      for (test, isRight) in known where !isRight { print("\(name): \(test.input.versions ?? [])") }
      if known.isEmpty { continue }
      Corpus.report("vers \(name)", right: known.count { $0.1 }, all: known.count)
      #expect(!known.contains { !$0.1 })
    }
  }

  @Test(.corpus("standards/vers")) func `ranges are read and contain versions as their specification says`() throws {
    let folder = try Corpus.find("standards/vers")
    var (right, all) = (0, 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasSuffix(".json")
    {
      let suite = try JSONDecoder().decode(Suite.self, from: Data(contentsOf: folder.appending(path: name)))
      for test in suite.cases {
        guard let isRight = test.isRangeRight else { continue }
        (right, all) = (right + (isRight ? 1 : 0), all + 1)
        if !isRight { print("\(name): \(test.input.range ?? "")") }
      }
    }
    Corpus.report("vers ranges", right: right, all: all)
    #expect(all > 0 && right == all)
  }

  @Test(arguments: [
    ("vers:npm/>=1.0.0|<2.0.0", "1.5.0", true), ("vers:npm/>=1.0.0|<2.0.0", "2.0.0", false),
    ("vers:npm/>=1.0.0|!=1.5.0|<2.0.0", "1.5.0", false), ("vers:npm/>=1.0.0|!=1.5.0|<2.0.0", "1.6.0", true),
    ("vers:deb/<1:2.0", "3.0", true), ("vers:deb/>=1%3A2.0", "3.0", false), ("vers:golang/<=1.2.3", "v1.2.3", true),
    ("vers:npm/<1.0.0|>=2.0.0|<2.1.0|>3.0.0", "2.0.5", true), ("vers:npm/<1.0.0|>=2.0.0|<2.1.0|>3.0.0", "2.1.0", false),
    ("vers:npm/<1.0.0|>=2.0.0|<2.1.0|>3.0.0", "4.0.0", true), ("vers:npm/*", "1.0.0", true),
  ])
  func `a range contains what its constraints allow`(range: String, version: String, isContained: Bool) throws {
    #expect(try #require(VersionRange(range)).contains(version) == isContained)
  }

  @Test(arguments: [
    "", "vers:npm", "vers:npm/", "vers:npm/|1.0", "vers:npm/1.0|", "vers:npm/1.0| 2.0", "vers:NPM/1.0", "vers:npm/1%2g",
    "npm/1.0", "vers:datetime/2024-01-01",
  ])
  func `what is no range is refused`(text: String) {
    #expect(VersionRange(text) == nil)
  }

  @Test(arguments: [
    (VersionScheme.npm, ["24.0.9", "25.0.2"], "24.0.10", true), (.npm, ["24.0.9", "25.0.2"], "24.0.8", false),
    (.npm, ["24.0.9", "25.0.2"], "23.9.0", false), (.npm, ["24.0.9", "25.0.2"], "25.0.0-rc.1", false),
    (.npm, ["24.0.9", "25.0.2"], "25.0.1", false), (.npm, ["24.0.9", "25.0.2"], "26.0.0", true),
    (.maven, ["2.12.6.1", "2.13.2.1"], "2.12.7.1", true), (.maven, ["2.12.6.1", "2.13.2.1"], "2.13.1", false),
    (.deb, ["2.9-1", "1:2.3-1+deb11u1"], "1:2.2-1", false), (.deb, ["1:2.9-1", "2:1.0-1"], "1:3.0-1", true),
    (.golang, ["v1.19.10", "v1.20.5"], "v1.19.11", true), (.golang, ["v1.19.10", "v1.20.5"], "v1.20.4", false),
  ])
  func `a version after a fix is fixed if it belongs to its release line`(
    scheme: VersionScheme, fixes: [String], version: String, isFixed: Bool
  ) {
    #expect(scheme.contains(version, in: scheme.fixed(in: fixes)) == isFixed)
  }

  @Test(arguments: [
    (
      VersionScheme.golang,
      ["v1.0.0-rc.1", "v1.0.0", "v2.0.0-20210101000000-abcdef123456", "v2.0.0+incompatible", "v10.0.0"]
    ),
    (.golang, ["go1.20.3", "go1.21rc2", "go1.21", "1.21.1"]),
    (.cargo, ["0.9.0", "1.0.0-alpha", "1.0.0-alpha.2", "1.0.0-alpha.10", "1.0.0"]),
    (.deb, ["2.9-1", "1:2.3~rc1-1", "1:2.3-1", "1:2.3-1+deb11u1", "1:2.3-1+deb11u10", "2:0"]),
    (.rpm, ["(none):1.0-1", "1.0-1.el9", "1.0-1.el9_2.1", "1:0.1-1"]),
    (.conan, ["1.1.1-pre", "1.1.1", "1.1.1n", "3.0.2"]),
    (.unknown, ["1.9.0", "1.10.0", "2"]),
  ])
  func `versions in ascending order are found to be so`(scheme: VersionScheme, versions: [String]) {
    for (one, two) in zip(versions, versions.dropFirst()) {
      #expect(scheme.compare(one, two) == .less, "\(one) and \(two)")
      #expect(scheme.compare(two, one) == .greater, "\(two) and \(one)")
    }
  }

  @Test(arguments: [
    ("1.0", "1.0.0"), ("1.9", "1.10"), ("1.0-1", "1.0"), ("r12", "r13"), ("latest", "1.0"),
  ])
  func `an ecosystem whose rule is not known orders only what all rules order alike`(one: String, two: String) {
    #expect(VersionScheme.unknown.compare(one, two) == nil)
    #expect(VersionScheme.unknown.compare(one, one) == .equal)
  }

  @Test(arguments: VersionScheme.allCases)
  func `a word is not a version`(scheme: VersionScheme) {
    for word in ["", "garbage", "latest", "none", "not fixed", "N/A", ">= 1.0", "~> 1.0"] {
      #expect(!scheme.isVersion(word), "\(word)")
    }
    #expect(scheme.isVersion("1.2.3"))
  }

  @Test(arguments: [
    "1.2|2.0", "1.2,2.0", ">=1.2", "<2.0.0", "[1.2,)", "${version.1}", "1.*", "1.2.x", "1.2+", "1.2.+", "1.2/2.0",
  ])
  func `a requirement or a list is no version`(text: String) {
    for scheme in VersionScheme.allCases { #expect(!scheme.isVersion(text), "\(scheme)") }
  }

  @Test(arguments: [
    "2020-01-01", "2024-05-01T10:00:00Z", "4f5e6d7", "0123456789abcdef0123456789abcdef01234567", "2.0-or-later",
    "see-CVE-2021-44228", "1.2-and-2.0", "fixed-in-2", "master-1",
  ])
  func `a commit, a day or a sentence is no version`(text: String) {
    for scheme in VersionScheme.allCases { #expect(!scheme.isVersion(text), "\(scheme)") }
  }

  @Test(arguments: [
    (VersionScheme.npm, "1.2-rc1", false), (.npm, "1.2.3-rc1", true), (.npm, "1.2", true), (.cargo, "2020-a", false),
    (.golang, "go1.22rc1", true), (.golang, "v0.0.0-20240101000000-0123456789ab", true), (.nuget, "1.0-beta", true),
    (.pypi, "1.0-final-fix", false), (.pypi, "2024.5.1rc1", true), (.deb, "20230311", true), (.deb, "2024a-1", true),
    (.maven, "2.0.1.Final", true), (.maven, "32.0.0-android", true), (.rpm, "1.0-1.el9", true),
  ])
  func `a version is one that the registry takes`(scheme: VersionScheme, text: String, isOne: Bool) {
    #expect(scheme.isVersion(text) == isOne)
  }

  @Test(arguments: [
    (VersionScheme.gem, "1.13.3-x86_64-linux", "1.13.3"), (.gem, "1.13.3-java", "1.13.3-arm64-darwin"),
    (.gem, "1.13.3-x64-mingw-ucrt", "1.13.3.0"), (.composer, "5.4.1.0", "5.4.1"), (.composer, "v5.4.1.0", "5.4.1"),
    (.composer, "5.4.1.0-beta1", "5.4.1-beta1"),
  ])
  func `a platform or a fourth zero makes no other version`(scheme: VersionScheme, one: String, two: String) throws {
    #expect(scheme.compare(one, two) == .equal)
  }

  @Test func `a branch of Composer is no version`() {
    for branch in ["dev-main", "dev-fix-1.2", "5.4.x-dev", "1.x-dev"] {
      #expect(!VersionScheme.composer.isVersion(branch), "\(branch)")
    }
    #expect(VersionScheme.composer.isVersion("5.4-dev"))
    #expect(VersionScheme.gem.compare("1.13.3-rc1", "1.13.3") == .less)
  }

  @Test func `an upgrade stays with the variant of a Maven package`() {
    let versions = ["32.0.0-android", "32.0.0-jre", "12.2.0.jre8", "12.2.0.jre11"]
    #expect(VersionScheme.maven.versions(among: versions, ofVariantOf: "30.0-jre") == ["32.0.0-jre"])
    #expect(VersionScheme.maven.versions(among: versions, ofVariantOf: "10.2.0.JRE11") == ["12.2.0.jre11"])
    #expect(VersionScheme.maven.versions(among: versions, ofVariantOf: "5.3.18.RELEASE").isEmpty)
    #expect(VersionScheme.npm.versions(among: versions, ofVariantOf: "30.0-jre").isEmpty)
  }
}

private let schemes: [String: VersionScheme] = [
  "alpine": .apk, "debian": .deb, "packagist": .composer, "pep440": .pypi, "redhat": .rpm, "rubygems": .gem,
]

private struct Suite: Decodable {
  var cases: [Case]

  struct Case: Decodable {
    var test_type: String
    var expected_failure: Bool?
    var input: Input
    var expected_output: Output?

    /// Nil when the case is not about reading a range or finding a version in it.
    var isRangeRight: Bool? {
      guard let text = input.range else { return nil }
      switch test_type {
      case "containment":
        return VersionRange(text).map { $0.contains(input.version ?? "") } == .some(expected_output?.truth)
      case "parse", "validate": return (VersionRange(text) == nil) == (expected_failure ?? false)
      default: return nil
      }
    }

    /// Nil when the case is not about the order of a scheme that we know.
    var isRight: Bool? {
      guard let versions = input.versions, let scheme = input.input_scheme.flatMap(VersionScheme.init(rawValue:)) else {
        return nil
      }
      switch (test_type, expected_output) {
      case ("equality", .truth(let truth)): return (scheme.compare(versions[0], versions[1]) == .equal) == truth
      case ("comparison", .versions(let sorted)):
        let order = versions.sorted { scheme.compare($0, $1) == .less }
        return order.count == sorted.count && zip(order, sorted).allSatisfy { scheme.compare($0, $1) == .equal }
      default: return nil
      }
    }
  }

  struct Input: Decodable {
    var input_scheme: String?
    var versions: [String]?
    /// A range, alone or with a version that may be in it.
    var range: String?
    var version: String?

    init(from decoder: any Decoder) throws {
      guard let values = try? decoder.container(keyedBy: Keys.self) else {
        range = try? decoder.singleValueContainer().decode(String.self)
        return
      }
      range = try values.decodeIfPresent(String.self, forKey: .vers)
      version = try values.decodeIfPresent(String.self, forKey: .version)
      input_scheme = try values.decodeIfPresent(String.self, forKey: .input_scheme)
      versions = try values.decodeIfPresent([String].self, forKey: .versions)
    }

    enum Keys: String, CodingKey { case input_scheme, versions, vers, version }
  }

  enum Output: Decodable {
    case truth(Bool), versions([String]), other

    var truth: Bool? { if case .truth(let truth) = self { truth } else { nil } }

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let truth = try? value.decode(Bool.self) { self = .truth(truth); return }
      if let versions = try? value.decode([String].self) { self = .versions(versions); return }
      self = .other
    }
  }
}
