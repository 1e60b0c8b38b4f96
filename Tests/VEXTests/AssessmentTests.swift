import Foundation
import Model
import PackageURL
import System
import TestSupport
import Testing

@testable import VEX

struct AssessmentTests {
  @Test(arguments: [
    ("pkg:npm/b", nil, "it speaks of b"), ("pkg:npm/a@2", nil, "it speaks of a 2, not 1"),
    ("pkg:npm/app", "pkg:npm/a", "it speaks of the package inside app only"),
    ("pkg:npm/a", "pkg:npm/a", "it speaks of the package inside a only"),
    ("pkg:npm/a?arch=x", nil, "it speaks of a with arch=x"),
  ])
  func `a statement that nearly applies says why it does not`(product: String, part: String?, reason: String) throws {
    let statement = try statement(product, part: part)
    let vex = try assessed(try finding(["CVE-1"]), [statement])
    #expect(vex.inForce == nil)
    #expect(vex.nearMisses == [VEXNearMiss(statement, because: reason)])
  }

  @Test func `a statement from the future is not in force and says so`() throws {
    let statement = try statement("pkg:npm/a")
    let vex = try assessed(try finding(["CVE-1"]), [statement], now: Timestamp(seconds: 0))
    #expect(vex.inForce == nil)
    #expect(vex.nearMisses.map(\.because) == ["it is dated 1970-01-01T00:00:09Z, which is still to come"])
  }

  @Test func `a statement on a part applies inside the repository's own product`() throws {
    let statement = try statement("pkg:generic/shop", part: "pkg:npm/a")
    let shop = Statement.Product(purls: [try PURL("pkg:generic/shop@3")])
    let inside = try assessed(try finding(["GHSA-1", "CVE-1"]), [statement], products: [shop])
    let other = try assessed(try finding(["CVE-1"], "pkg:npm/c@1"), [statement], products: [shop])
    #expect([inside, other].map(\.inForce?.status) == [.notAffected, nil])
  }

  @Test func `a statement that nobody trusts is kept apart and never in force`() throws {
    let statement = try statement("pkg:npm/a")
    let statements = StatementSet([statement], trust: VEXTrust(), now: later)
    var assessor = statements.assessor()
    let vex = assessor.assess(try finding(["CVE-1"])).wrappedValue
    #expect(vex.inForce == nil && vex.untrusted.map(\.statement) == [statement])
    #expect(statements.unused(in: []).map(\.code) == [.vexNotTrusted])
  }

  @Test(
    arguments: [
      // One CVE of two; both; the advisory about both; a withdrawal by the advisory.
      ([("CVE-1", Statement.Status.notAffected)], nil),
      ([("CVE-1", .notAffected), ("CVE-2", .notAffected)], .notAffected),
      ([("GHSA-1", .notAffected)], nil), ([("CVE-1", .notAffected), ("CVE-2", .affected)], .affected),
      ([("CVE-1", .notAffected), ("CVE-2", .notAffected), ("GHSA-1", .underInvestigation)], nil),
      ([("GHSA-1", .affected)], .affected),
    ] as [([(String, Statement.Status)], Statement.Status?)])
  func `each CVE of a finding needs a statement`(statements: [(String, Statement.Status)], expected: Statement.Status?)
    throws
  {
    let all = try statements.enumerated().map { index, stated in
      var one = try statement("pkg:npm/a")
      (one.vulnerabilities, one.status, one.at) = ([stated.0], stated.1, SourcePosition(file: "vex.json", line: index))
      return one
    }
    let vex = try assessed(try finding(["GHSA-1", "CVE-1", "CVE-2"]), all)
    #expect(vex.inForce?.status == expected)
    #expect(vex.results.allSatisfy { $0.inForce?.status.suppresses == true } == (expected == .notAffected))
  }

  @Test(
    arguments: [
      ("ghcr.io/acme/app:1", true), ("ghcr.io/acme/app", true), ("acme/app:1", true), ("app", true),
      ("ghcr.io/acme/app@sha256:12", true), ("pkg:oci/app@sha256%3A12?repository_url=ghcr.io/acme/app", true),
      ("pkg:oci/app?tag=1", true), ("pkg:docker/acme/app@1", true), ("ghcr.io/acme/app:2", false),
      ("ghcr.io/other/app:1", false), ("pkg:oci/other", false), ("pkg:docker/acme/app@2", false),
      ("pkg:npm/app", false),
      ("https://acme.example/app", false),
    ])
  func `a statement on an image is withdrawn by each name that the image may have`(name: String, isWithdrawn: Bool)
    throws
  {
    var found = try finding(["CVE-1"])
    found.location.image = "ghcr.io/acme/app:1"
    let granted = try statement("pkg:npm/a")
    var later = try statement("pkg:npm/a")
    let part = later.products
    (later.status, later.justification, later.timestamp) = (.affected, nil, Timestamp(seconds: 10))
    later.at = SourcePosition(file: "vex.json", line: 9)
    later.products = [
      name.hasPrefix("pkg:")
        ? Statement.Product(purls: [try PURL(name)], subcomponents: part)
        : Statement.Product(identifiers: [name], subcomponents: part)
    ]
    #expect((try assessed(found, [granted, later]).inForce?.status.suppresses != true) == isWithdrawn)
    // What suppresses needs the very name.
    (later.status, later.justification) = (.notAffected, .componentNotPresent)
    #expect(try assessed(found, [later]).inForce == nil || name == "ghcr.io/acme/app:1")
  }

  @Test func `what withdraws a statement counts from anybody, for each product that it may concern`() throws {
    let found = try finding(["CVE-1"])
    func withdrawn(_ change: (inout Statement) throws -> Void) throws -> Bool {
      var (granted, later) = (try statement("pkg:npm/a"), try statement("pkg:npm/a"))
      granted.vulnerabilities = ["CVE-1", "GHSA-9"]
      (later.status, later.justification, later.timestamp) = (.affected, nil, Timestamp(seconds: 10))
      later.at = SourcePosition(file: "vex.json", line: 9)
      try change(&later)
      return try assessed(found, [granted, later]).inForce?.status.suppresses != true
    }
    #expect(try withdrawn { _ in })
    #expect(try withdrawn { $0.issuer = "somebody" })
    #expect(try withdrawn { $0.outsideDigest = "sha256:0" })
    #expect(try withdrawn { $0.products.append(Statement.Product(identifiers: ["https://a.example"])) })
    #expect(try withdrawn { $0.products = [Statement.Product(purls: [try PURL("pkg:npm/a@1?arch=x")])] })
    #expect(try withdrawn { $0.vulnerabilities = ["GHSA-9"] }, "by an alias that the other statement gives it")
    #expect(try withdrawn { $0.timestamp = Timestamp(seconds: 9) }, "of one time they contradict each other")
    #expect(try withdrawn { ($0.timestamp, $0.fraction) = (Timestamp(seconds: 9), 1) })
    #expect(try !withdrawn { $0.products = [Statement.Product(purls: [try PURL("pkg:npm/a@2")])] })
    #expect(try !withdrawn { $0.products = [Statement.Product(purls: [try PURL("pkg:npm/b")])] })
    #expect(try !withdrawn { $0.vulnerabilities = ["CVE-9", "GHSA-9"] }, "another CVE of the same advisory")
    #expect(try !withdrawn { $0.timestamp = Timestamp(seconds: 8) })
    var future = try statement("pkg:npm/a")
    (future.status, future.issuer, future.timestamp) = (.affected, "somebody", Timestamp(seconds: later.seconds * 2))
    let vex = try assessed(found, [try statement("pkg:npm/a"), future])
    #expect(vex.inForce == future && !vex.isTrusted(future), "a date that is still to come makes it no less strict")
  }

  @Test func `a purl with another qualifier is another build, unless a tool states none`() throws {
    let statement = try statement("pkg:npm/a?arch=x")
    let found = { (purls: [String]) in
      let observations = try purls.map { try finding(["CVE-1"], $0).observations[0] }
      return Finding(id: "f", observations: observations, like: observations[0])
    }
    #expect(try assessed(try found(["pkg:npm/a@1?arch=x", "pkg:npm/a@1"]), [statement]).inForce != nil)
    #expect(try assessed(try found(["pkg:npm/a@1?arch=x", "pkg:npm/a@1?arch=y"]), [statement]).inForce == nil)
  }

  @Test(arguments: [
    ("pkg:npm/a%@1", nil), ("pkg:npm/a@%", nil), ("pkg:generic/app%@1", "pkg:npm/a@1"), ("id:%", nil),
  ])
  func `of many statements on one vulnerability few are compared with a package`(_ name: String, _ part: String?) throws
  {
    func product(_ number: Int) throws -> Statement.Product {
      let name = name.replacing("%", with: "\(number)")
      let parts = try part.map { [Statement.Product(purls: [try PURL($0)])] } ?? []
      return name.hasPrefix("pkg:")
        ? Statement.Product(purls: [try PURL(name)], subcomponents: parts) : Statement.Product(identifiers: [name])
    }
    let statements = try (0..<500).map { number in
      var one = try statement("pkg:npm/a")
      (one.products, one.at) = ([try product(number)], SourcePosition(file: "vex.json", line: number))
      return one
    }
    let index = ProductIndex(statements)
    for number in [0, 7, 499] {
      let path = [try product(number), Statement.Product(purls: [try PURL("pkg:npm/a@1")])]
      #expect(index.positions(naming: path).filter { $0 != 1 } == [number])
    }
  }

  /// A law: statements on other packages change nothing but which ones nearly apply.
  @Test func `statements on other packages do not change what is in force`() throws {
    let others = try (0..<40).map { number in
      var one = try statement("pkg:npm/x\(number)@\(number)")
      (one.at, one.timestamp) = (SourcePosition(file: "x.json", line: number), Timestamp(seconds: 99))
      return one
    }
    let names = ["pkg:npm/a", "pkg:npm/a@1", "pkg:npm/a@2", "pkg:npm/a?arch=x", "pkg:npm/%40s/a@1", "pkg:npm/a@1#sub"]
    for stated in names {
      for found in names {
        for status in [Statement.Status.notAffected, .affected] {
          var one = try statement(stated)
          one.status = status
          let (alone, among) = try (
            assessed(finding(["CVE-1"], found), [one]), assessed(finding(["CVE-1"], found), others + [one])
          )
          #expect(alone.results == among.results && alone.untrusted == among.untrusted)
        }
      }
    }
  }

  /// With work that grows with the product of statements and packages, this would take many minutes.
  @Test(.timeLimit(.minutes(1))) func `many statements on one vulnerability of many packages are weighed at once`()
    throws
  {
    let count = 4000
    let statements = try (0..<count).map { number in
      var one = try statement("pkg:npm/a\(number)")
      one.at = SourcePosition(file: "vex.json", line: number)
      return one
    }
    var assessor = StatementSet(statements, trust: VEXTrust(), now: later).assessor()
    for number in 0..<count {
      let vex = assessor.assess(try finding(["CVE-1"], "pkg:npm/a\(number)@1")).wrappedValue
      #expect(vex.untrusted.map(\.statement) == [statements[number]])
    }
  }

  @Test(.corpus("standards/openvex")) func `every published case of OpenVEX is answered`() throws {
    let folder = try Corpus.find("standards/openvex")
    var (right, all) = (0, 0)
    func score(_ name: String, _ isRight: Bool) {
      all += 1
      right += isRight ? 1 : 0
      if !isRight { print("openvex: wrong: \(name)") }
    }
    for test in try cases(folder.appending(path: "purl-match.json")) {
      // A statement whose purl breaks the rules of its type is refused, so it matches nothing.
      let general = try? PURL(test["statement_purl"] as? String ?? "")
      let found = try PURL(test["finding_purl"] as? String ?? "")
      score("purl \(test["name"] ?? "")", (general?.covers(found) ?? false) == test["match"] as? Bool)
    }
    for test in try cases(folder.appending(path: "component-match.json")) {
      let component = test["component"] as? [String: [String: String]] ?? [:]
      let named = product(Array((component["identifiers"] ?? [:]).values), component["hashes"] ?? [:])
      let found = product([test["identifier"] as? String ?? ""], [:])
      score("component \(test["name"] ?? "")", named.names(found) == test["match"] as? Bool)
    }
    for test in try cases(folder.appending(path: "statement-selection-derived.json")) {
      let finding = test["finding"] as? [String: Any] ?? [:]
      var (statements, refused): ([Statement], Int) = ([], 0)
      for (index, document) in (test["documents"] as? [[String: Any]] ?? []).enumerated() {
        let read = try readVEXDocument(input(document, "\(index).json"))
        statements += read.statements
        refused += read.diagnostics.count
      }
      let answer = assessed(finding, statements)
      let actual =
        refused > 0 && answer.inForce == nil
        ? "invalid" : !answer.conflict.isEmpty ? "conflict" : answer.inForce?.status.rawValue ?? "none"
      score(
        "selection \(test["name"] ?? ""): \(actual), expected \(test["expected"] ?? "")",
        actual == test["expected"] as? String)
    }
    for file in try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: "documents"), includingPropertiesForKeys: nil)
    {
      let data = try Data(contentsOf: file)
      guard let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
        print("openvex: \(file.lastPathComponent) is YAML, which is not read")
        continue
      }
      let read = try? readVEXDocument(Input(name: file.lastPathComponent, bytes: Array(data)))
      // A document of another standard must not be taken for OpenVEX.
      let isOther = (root["document"] as? [String: Any])?["csaf_version"] != nil
      score(
        file.lastPathComponent, isOther ? true : read?.diagnostics.isEmpty == true && read?.statements.isEmpty == false)
    }
    Corpus.report("openvex", right: right, all: all)
    #expect(right == all)
  }

  @Test(.corpus("standards/vex-scanners/cases.json")) func `the outcomes of other scanners' VEX tests are known`()
    throws
  {
    let url = try Corpus.find("standards/vex-scanners/cases.json")
    var (right, all) = (0, 0)
    for test in try cases(url) {
      all += 1
      let read = try? readVEXDocument(input(test["document"] as? [String: Any] ?? [:], "vex.json"))
      let isRight: Bool
      if test["error"] as? Bool == true {
        isRight = read == nil
      } else if let read {
        let answer = assessed(test["finding"] as? [String: Any] ?? [:], read.statements)
        isRight =
          (answer.inForce?.status.suppresses ?? false) == test["suppressed"] as? Bool
          && (test["status"] is NSNull || answer.inForce?.status.rawValue == test["status"] as? String)
          && (test["justification"] is NSNull
            || answer.inForce?.justification?.rawValue == test["justification"] as? String)
      } else {
        isRight = false
      }
      right += isRight ? 1 : 0
      if !isRight {
        print("vex-scanners: \(read == nil ? "not read" : "wrong"): \(test["tool"] ?? "") \(test["name"] ?? "")")
      }
    }
    Corpus.report("vex-scanners", right: right, all: all)
  }
}

private let later = Timestamp("2030-01-01T00:00:00Z") ?? Timestamp(seconds: 0)

private func statement(_ product: String, part: String? = nil) throws -> Statement {
  let parts = try part.map { [Statement.Product(purls: [try PURL($0)])] } ?? []
  return Statement(
    vulnerabilities: ["CVE-1"], products: [Statement.Product(purls: [try PURL(product)], subcomponents: parts)],
    status: .notAffected, justification: .componentNotPresent, timestamp: Timestamp(seconds: 9), issuer: "me",
    document: "d", at: SourcePosition(file: "vex.json", line: 3))
}

/// A finding of these names in one package.
private func finding(_ ids: [String], _ purl: String = "pkg:npm/a@1") throws -> Finding {
  var observation = Observation(
    scan: Scan(format: "toy", tool: "toy", report: "toy.json"), kind: .sca, ruleId: ids[0], title: "a finding",
    at: SourcePosition(file: "toy.json"))
  observation.ids = ids
  observation.component = Component(purl: try PURL(purl), name: "a")
  return Finding(id: "f", observations: [observation], like: observation)
}

/// What trusted statements say of a finding.
private func assessed(
  _ finding: Finding, _ statements: [Statement], products: [Statement.Product] = [], now: Timestamp = later
) throws -> VEXAssessment {
  let everything: [ProductPattern] = ["pkg:npm/*", "pkg:generic/*"].compactMap {
    PackagePattern($0).map { .package($0) }
  }
  let trust = VEXTrust(grants: [VEXTrust.Grant(issuer: "me", statuses: [.notAffected], products: everything)])
  var assessor = StatementSet(statements, trust: trust, products: products, now: now).assessor()
  return assessor.assess(finding).wrappedValue
}

private func cases(_ url: URL) throws -> [[String: Any]] {
  let root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
  return root?["cases"] as? [[String: Any]] ?? []
}

private func input(_ document: [String: Any], _ name: String) throws -> Input {
  Input(name: name, bytes: Array(try JSONSerialization.data(withJSONObject: document)))
}

private func product(_ names: [String], _ hashes: [String: String]) -> Statement.Product {
  var product = Statement.Product(hashes: Set(hashes.map { "\($0.filter { $0 != "-" }):\($1)" }))
  for name in names {
    if let purl = try? PURL(name) { product.purls.append(purl) } else { product.identifiers.append(name) }
  }
  return product
}

private func assessed(_ finding: [String: Any], _ statements: [Statement]) -> VEXAssessment {
  let paths = finding["paths"] as? [[String]] ?? (finding["path"] as? [String]).map { [$0] } ?? []
  let hashes = finding["hashes"] as? [String: String] ?? [:]
  let vulnerabilities = Vulnerabilities([[finding["vulnerability"] as? String ?? ""]])
  return VulnerabilityAssessor(vulnerabilities, by: statements, now: later)
    .assess(paths.map { $0.map { product([$0], hashes) } })
}
