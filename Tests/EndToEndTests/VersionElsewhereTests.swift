import Foundation
import Testing

/// A package whose version another file decides, and a file that the tool does not name from the root.
@Suite struct VersionElsewhereTests {
  /// The changes lower the version in the parent project, edit a text, and lower lodash in one of two lock files.
  static let bench = Swift.Result {
    try Bench(
      base: [
        ".gatehouse/policy.yaml": UnknownTests.policy("when: { newness: introduced }"),
        "up/pom.xml": .text(parent("2.17.1")), "app/pom.xml": .text(child), "package-lock.json": .text(lock("4.17.21")),
        "api/package-lock.json": .text(lock("4.17.21")),
      ],
      changes: [
        ["up/pom.xml": .text(parent("2.14.1"))], ["README.md": "about the shop\n"],
        ["api/package-lock.json": .text(lock("4.17.15"))],
      ])
  }

  private func check(_ change: Int, _ reports: [Report]) throws -> Answer {
    let bench = try Self.bench.get()
    return try bench.check(
      reports,
      asking: [
        "--base", "refs/heads/main", "--head", "refs/heads/change-\(change)", "--scanned", bench.heads[change],
      ], bound: false)
  }

  @Test func `a version that the change lowers in another project does not pass as old`() throws {
    let lowered = try check(0, [.log4j])
    #expect(lowered.status == 1)
    #expect(lowered.outcome.output.contains("the change touches up/pom.xml, which may decide the version"))
    #expect(try check(1, [.log4j]).status == 0)
  }

  @Test func `a lock file that nobody names is the one of the folder that was scanned`() throws {
    let covered = try check(2, [.npmAudit, .npmSideCar(change: 2)])
    #expect(covered.findings.first?["location"]["path"].text == "api/package-lock.json")
    #expect(covered.status == 1)
  }

  @Test func `a lock file without the version does not prove that a package is old`() throws {
    #expect(try check(2, [.npmAudit]).status == 1)
    #expect(try check(1, [.npmAudit]).status == 0)
  }
}

private func parent(_ version: String) -> String {
  "<project><properties><v>\(version)</v></properties><dependencyManagement><dependencies><dependency>"
    + "<groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>${v}</version></dependency>"
    + "</dependencies></dependencyManagement></project>\n"
}

private let child =
  "<project><parent><groupId>a</groupId><artifactId>up</artifactId><version>1</version></parent><dependencies><dependency>"
  + "<groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId></dependency></dependencies></project>\n"

private func lock(_ version: String) -> String {
  "{ \"lockfileVersion\": 3, \"packages\": { \"node_modules/lodash\": { \"version\": \"\(version)\" } } }\n"
}

extension Report {
  fileprivate static let log4j = Report(
    "trivy.json",
    """
    {"SchemaVersion":2,"CreatedAt":"2026-11-20T11:00:00Z","ArtifactName":".","ArtifactType":"filesystem","Results":[
     {"Target":"app/pom.xml","Class":"lang-pkgs","Type":"pom","Vulnerabilities":[
      {"VulnerabilityID":"CVE-2021-44228","PkgName":"org.apache.logging.log4j:log4j-core","InstalledVersion":"2.14.1",
       "Severity":"CRITICAL","Title":"trouble"}]}]}

    """)

  fileprivate static let npmAudit = Report(
    "npm.json",
    """
    {"auditReportVersion":2,"vulnerabilities":{"lodash":{"name":"lodash","severity":"high","range":"<4.17.21","via":[
     {"source":1,"name":"lodash","title":"trouble","url":"https://github.com/advisories/GHSA-35jh-r3h4-6jhm",
      "severity":"high","range":"<4.17.21"}],"nodes":["node_modules/lodash"],"fixAvailable":true}},
     "metadata":{"vulnerabilities":{"high":1,"total":1},"dependencies":{"total":1}}}

    """)

  fileprivate static func npmSideCar(change: Int) -> Report {
    Report("npm.json.gatehouse.yaml") { bench in
      Data(
        "gatehouse-report: 1\ntool: npm\ncommit: \(bench.heads[change])\nexit-code: 1\ncovers: [api]\n".utf8)
    }
  }
}
