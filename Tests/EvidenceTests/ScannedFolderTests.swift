import Interning
import Model
import System
import TestSupport
import Testing

@testable import Evidence

/// Where a path leads that a tool names from the folder that it scanned, and not from the root of the repository.
@Suite struct ScannedFolderTests {
  /// A path, the folder that the report names, what the side-car says, the files of the commit, and where the path leads.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var path: String
    var scanned: String?
    var folder: String?
    var covers: [String]
    var files: Set<String>
    var expected: String

    init(
      _ name: String, _ path: String, scanned: String? = nil, folder: String? = nil, covers: [String] = [],
      among files: Set<String>, _ expected: String
    ) {
      (testDescription, self.path, self.scanned, self.folder) = (name, path, scanned, folder)
      (self.covers, self.files, self.expected) = (covers, files, expected)
    }
  }

  private static let lock = "package-lock.json"
  private static let both: Set = ["a.txt", "services/pay/a.txt"]
  static let cases: [Case] = [
    Case("the report names a folder", "a.txt", scanned: "services/pay", among: both, "services/pay/a.txt"),
    Case("with a slash at the end", "a.txt", scanned: "./services/pay/", among: both, "services/pay/a.txt"),
    Case(
      "an absolute one, in a checkout", "a.txt", scanned: "/builds/shop/services/pay", among: both, "services/pay/a.txt"
    ),
    Case("an absolute one elsewhere", "a.txt", scanned: "/home/u/services/pay", among: both, "a.txt"),
    Case("the checkout itself", "a.txt", scanned: "/builds/shop", among: both, "a.txt"),
    Case("the folder that it ran in", "a.txt", scanned: ".", among: both, "a.txt"),
    Case(
      "a folder below the one that it ran in", "a.txt", scanned: "pay", folder: "services", among: both,
      "services/pay/a.txt"),
    Case(
      "the folder above the one that it ran in", "a.txt", scanned: "..", folder: "services/pay",
      among: ["services/a.txt", "services/pay/a.txt"], "services/a.txt"),
    Case(
      "the path has the folder already", "services/pay/a.txt", scanned: "services/pay", among: both,
      "services/pay/a.txt"),
    Case("the folder has no such file", "b.txt", scanned: "services/pay", among: ["b.txt"], "b.txt"),
    Case("the report names a file", "a.txt", scanned: "services/pay/a.txt", among: both, "services/pay/a.txt"),
    Case("the side-car names a folder", lock, covers: ["api"], among: [lock, "api/\(lock)"], "api/\(lock)"),
    Case("it names a file", lock, covers: ["api/\(lock)"], among: [lock, "api/\(lock)"], "api/\(lock)"),
    Case(
      "it names two, of which one has the file", lock, covers: ["api", "web"], among: [lock, "api/\(lock)"],
      "api/\(lock)"),
    Case(
      "it names two that have the file", lock, covers: ["api", "web"], among: [lock, "api/\(lock)", "web/\(lock)"], lock
    ),
    Case("it names all", lock, covers: ["", "api"], among: [lock, "api/\(lock)"], lock),
    Case(
      "the path is one of the covered folder", "api/a.py", covers: ["api"], among: ["api/a.py", "api/api/a.py"],
      "api/a.py"),
    Case(
      "the report and the side-car name folders", "a.txt", scanned: "services/pay", covers: ["services"],
      among: both.union(["services/a.txt"]), "services/pay/a.txt"),
    Case("nothing names a folder", "a.txt", among: both, "a.txt"),
  ]

  @Test(arguments: cases) func `the files of the commit decide which one is meant`(_ one: Case) {
    var resolver = PathResolver(
      roots: [], folder: one.folder, checkouts: ["/builds/shop"], scanned: one.scanned, covers: one.covers,
      hasFile: { one.files.contains($0.wrappedValue) })
    var location = Location(path: one.path)
    resolver.resolve(&location)
    #expect(location.path == one.expected)
  }

  /// The folder from which a report names its files, all files that it names there, what the side-car says, the files of the
  /// commit, and where the first path leads; nil when it may be either of two.
  static let bases: [(base: String, named: [String], covers: [String], files: Set<String>, expected: String?)] = [
    ("/scan/services/pay", ["a.txt"], [], both, nil), ("/scan/pay", ["a.txt"], [], ["a.txt", "pay/a.txt"], nil),
    ("/scan/services/pay", ["a.txt"], ["services/pay"], both, "services/pay/a.txt"),
    ("/scan/services/pay", ["a.txt"], [""], both, "a.txt"),
    ("/scan/services/pay", ["a.txt"], [], ["services/pay/a.txt"], "services/pay/a.txt"),
    ("/scan/services/pay", ["a.txt", "b.txt"], [], both.union(["services/pay/b.txt"]), "services/pay/a.txt"),
    ("/scan/services/pay", ["a.txt", "b.txt"], [], both.union(["b.txt"]), "a.txt"),
    ("/scan/services/pay", ["a.txt", "b.txt", "c.txt"], [], both.union(["services/pay/b.txt", "c.txt"]), nil),
    ("/scan", ["a.txt"], [], both, "a.txt"),
    ("/home/runner/work/shop/shop/services/pay", ["a.txt"], [], both, both.max()),
    ("/home/runner/work/shop/shop", ["a.txt"], [], ["a.txt", "shop/a.txt"], "a.txt"),
    ("/github/workspace", ["a.txt"], [], ["a.txt", "workspace/a.txt"], "a.txt"),
    ("/builds/shop", ["a.txt"], [], ["a.txt", "shop/a.txt"], "a.txt"),
    ("/builds/shop/services/pay", ["a.txt"], [], both, "services/pay/a.txt"),
  ]

  @Test(arguments: bases.indices) func `the base of a SARIF log is the root or a folder of the commit`(_ index: Int)
    throws
  {
    let one = Self.bases[index]
    let results = one.named.map {
      #"{"message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"\#($0)","uriBaseId":"B"}}}]}"#
    }
    let text =
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL"}},"originalUriBaseIds":{"B":{"uri":"#
      + #""file://\#(one.base)/"}},"results":[\#(results.joined(separator: ","))]}]}"#
    let report = try readReport(
      Input(name: "r.sarif", bytes: Array(text.utf8)), checkouts: ["/builds/shop"],
      covers: one.covers.isEmpty ? nil : one.covers, hasFile: { one.files.contains($0.wrappedValue) })
    #expect(report.observations.first?.location.path == one.expected)
    let warnings = report.warnings.filter { $0.text.contains("either of two") }
    #expect(warnings.isEmpty == (one.expected != nil) && warnings.allSatisfy { $0.help?.contains("covers") == true })
  }

  /// Reports that name `requirements.txt` or `app/a.rb` from the folder `services/pay`.
  static let reports: [(name: String, text: String, file: String)] = [
    (
      "Trivy",
      #"{"SchemaVersion":2,"ArtifactName":"services/pay","ArtifactType":"filesystem","Results":[{"Target":"requirements.txt","#
        + #""Class":"lang-pkgs","Type":"pip","Vulnerabilities":[{"VulnerabilityID":"CVE-2020-1","PkgName":"a","#
        + #""InstalledVersion":"1.0"}]}]}"#, "requirements.txt"
    ),
    (
      "Trivy, of a repository",
      #"{"SchemaVersion":2,"ArtifactName":"services/pay","ArtifactType":"repository","Results":[{"Target":"requirements.txt","#
        + #""Class":"secret","Secrets":[{"RuleID":"k","Severity":"HIGH","Title":"key","StartLine":1,"EndLine":1}]}]}"#,
      "requirements.txt"
    ),
    (
      "Grype",
      #"{"matches":[{"vulnerability":{"id":"CVE-2020-1","severity":"High"},"artifact":{"name":"a","version":"1.0","#
        + #""locations":[{"path":"/requirements.txt"}]}}],"source":{"type":"directory","target":"services/pay"},"#
        + #""descriptor":{"name":"grype"}}"#, "requirements.txt"
    ),
    (
      "Brakeman",
      #"{"scan_info":{"app_path":"/builds/shop/services/pay","checks_performed":["SQL"]},"warnings":[{"warning_type":"SQL","#
        + #""message":"m","file":"app/a.rb","line":2,"confidence":"High"}],"errors":[]}"#, "app/a.rb"
    ),
    (
      "Snyk",
      #"{"vulnerabilities":[{"id":"SNYK-1","title":"t","severity":"high","packageName":"a","version":"1.0","#
        + #""from":["x@1","a@1.0"]}],"ok":false,"dependencyCount":2,"packageManager":"pip","#
        + #""displayTargetFile":"requirements.txt","path":"/builds/shop/services/pay"}"#, "requirements.txt"
    ),
    (
      "SARIF",
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Trivy"}},"originalUriBaseIds":{"ROOTPATH":{"uri":"#
        + #""file:///builds/shop/services/pay/"}},"results":[{"ruleId":"R","message":{"text":"m"},"locations":[{"#
        + #""physicalLocation":{"artifactLocation":{"uri":"requirements.txt","uriBaseId":"ROOTPATH"}}}]}]}]}"#,
      "requirements.txt"
    ),
  ]

  @Test(arguments: reports.indices) func `tools that say which folder they scanned are read so`(_ index: Int) throws {
    let (name, text, file) = Self.reports[index]
    let report = try readReport(
      Input(name: "r.json", bytes: Array(text.utf8)), checkouts: ["/builds/shop"],
      hasFile: { $0.wrappedValue == file || $0.wrappedValue == "services/pay/\(file)" })
    #expect(report.observations.map(\.location.path) == ["services/pay/\(file)"], "\(name)")
  }

  /// What the side-car says, and the target of a scan whose report names no file.
  @Test(
    arguments: [
      (["services/b"], nil, "services/b"), (["b", "a"], nil, "a, b"), ([""], nil, nil),
      (nil, "services/b", "services/b"),
      (nil, nil, nil), (["services/b"], "services", "services/b"), ([file], nil, nil),
    ] as [([String]?, String?, String?)])
  func `packages without a file are in the folders that were scanned`(
    _ covers: [String]?, _ folder: String?, _ target: String?
  ) throws {
    let text =
      #"{"dependencies":[{"name":"pyyaml","version":"5.3","vulns":[{"id":"CVE-2020-14343","fix_versions":["5.4"],"#
      + #""aliases":[],"description":"d"}]}],"fixes":[]}"#
    let report = try readReport(
      Input(name: "r.json", bytes: Array(text.utf8)), folder: folder, covers: covers,
      hasFile: { $0.wrappedValue == Self.file })
    #expect(report.observations.map(\.scan.target) == [target])
    #expect(report.observations.map(\.location.path) == [covers == [Self.file] ? Self.file : nil])
  }

  private static let file = "services/b/requirements.txt"

  @Test func `a report of several folders names none`() throws {
    let project = { (folder: String) in
      #"{"vulnerabilities":[{"id":"S","title":"t","packageName":"a","version":"1","from":["x"]}],"ok":false,"dependencyCount":1,"#
        + #""displayTargetFile":"a.txt","path":"\#(folder)"}"#
    }
    let text = "[\(project("services/pay")),\(project("services/cart"))]"
    let report = try readReport(
      Input(name: "r.json", bytes: Array(text.utf8)),
      hasFile: { ["a.txt", "services/pay/a.txt"].contains($0.wrappedValue) })
    #expect(report.observations.map(\.location.path) == ["a.txt", "a.txt"])
  }

  @Test func `without the files of the commit a path is what it says`() throws {
    let report = try readReport(Input(name: "r.json", bytes: Array(Self.reports[0].text.utf8)))
    #expect(report.observations.map(\.location.path) == ["requirements.txt"])
  }
}
