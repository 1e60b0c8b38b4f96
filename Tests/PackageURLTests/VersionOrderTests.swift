import Foundation
import PackageURL
import TestSupport
import Testing

struct VersionOrderTests {
  /// Lines of `A < B`, `A = B` or `A > B` in files whose names begin with the word for an ecosystem.
  @Test(.corpus("standards/version-compare")) func `versions are ordered by the rule of their ecosystem`() throws {
    let folder = try Corpus.find("standards/version-compare")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".txt") }.sorted()
    #expect(!names.isEmpty)
    for name in names {
      let word = String(name.prefix { $0 != "-" })
      let scheme = try #require(schemes[word] ?? VersionScheme(rawValue: word), "no scheme for \(name)")
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ") }
      let wrong = lines.filter { line in
        guard line.count == 3, let wanted = ["<": VersionOrder.less, "=": .equal, ">": .greater][line[1]] else { return true }
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
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() where name.hasSuffix(".json") {
      let suite = try JSONDecoder().decode(Suite.self, from: Data(contentsOf: folder.appending(path: name)))
      let known = suite.cases.compactMap { test in test.isRight.map { (test, $0) } }
      for (test, isRight) in known where !isRight { print("\(name): \(test.input.versions ?? [])") }
      if known.isEmpty { continue }
      Corpus.report("vers \(name)", right: known.count { $0.1 }, all: known.count)
      #expect(!known.contains { !$0.1 })
    }
  }

  @Test(arguments: [
    (VersionScheme.golang, ["v1.0.0-rc.1", "v1.0.0", "v2.0.0-20210101000000-abcdef123456", "v2.0.0+incompatible", "v10.0.0"]),
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
}

private let schemes: [String: VersionScheme] = [
  "alpine": .apk, "debian": .deb, "packagist": .composer, "pep440": .pypi, "redhat": .rpm, "rubygems": .gem,
]

private struct Suite: Decodable {
  var cases: [Case]

  struct Case: Decodable {
    var test_type: String
    var input: Input
    var expected_output: Output?

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

    init(from decoder: any Decoder) throws {
      guard let values = try? decoder.container(keyedBy: Keys.self) else { return }
      input_scheme = try values.decodeIfPresent(String.self, forKey: .input_scheme)
      versions = try values.decodeIfPresent([String].self, forKey: .versions)
    }

    enum Keys: String, CodingKey { case input_scheme, versions }
  }

  enum Output: Decodable {
    case truth(Bool), versions([String]), other

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let truth = try? value.decode(Bool.self) { self = .truth(truth); return }
      if let versions = try? value.decode([String].self) { self = .versions(versions); return }
      self = .other
    }
  }
}
