import Documents
import Foundation
import System
import TestSupport
import Testing

@testable import Pipeline

/// What several tools say of one thing, read by the real readers: which statements are one, in a golden file for each case.
@Suite struct MergingTests {
  @Test(arguments: ["dockerfile", "image", "python", "terraform"])
  func `what several tools say of one thing is said once, and nothing else is`(_ example: String) throws {
    let folder = fixtures().appending(path: example)
    let reports = try reports(in: folder)
    let said = try Said(reports)
    try expectGolden(said.text, folder.appending(path: "merged.golden"))
    #expect(try Said(reports.reversed()) == said, "the order of the reports changes what is said")
  }

  @Test func `a report that is read twice makes no new finding`() throws {
    for example in ["dockerfile", "image", "python", "terraform"] {
      let reports = try reports(in: fixtures().appending(path: example))
      let (once, twice) = (try Said(reports), try Said(reports + [reports[0]]))
      #expect(twice.ids == once.ids)
    }
  }

  /// The overlaps of real reports. `right` of `all` pairs that name one thing are one, and no other two statements are.
  @Test(.corpus("real-runs")) func `real reports on one sample are merged where a person would`() throws {
    let root = try Corpus.find("real-runs")
    // Trivy was told to look at a folder of the sample, and says so nowhere in the report.
    let folder = FileManager.default.temporaryDirectory.appending(path: "merging-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let trivy = folder.appending(path: "trivy.json")
    try FileManager.default.copyItem(at: root.appending(path: "trivy/trivy-config.json"), to: trivy)
    try Data("gatehouse-report: 1\nfolder: shop\n".utf8).write(to: folder.appending(path: "trivy.json.gatehouse.yaml"))
    let others = [
      "semgrep/semgrep.json", "bandit/bandit.json", "hadolint/hadolint.json", "checkov/results_json.json",
      "detect-secrets/detect-secrets.json", "flawfinder/flawfinder.sarif", "zizmor/zizmor.sarif",
    ]
    let said = try Said(others.map { root.appending(path: $0).path } + [trivy.path])
    let merged = said.lines.filter { $0.rules.count > 1 }.map { Set($0.rules) }
    let right = sameProblem.count { merged.contains($0) }
    print("merging: \(merged.count) findings of several tools, \(said.lines.count - merged.count) of one")
    Corpus.report("merging", right: right, all: sameProblem.count)
    #expect(Set(merged).isSubset(of: sameProblem), "two problems were taken for one")
    #expect(right == sameProblem.count, "one problem was taken for two")
  }
}

/// What a person who reads the sample and the rules' pages calls one problem. Everything else there is apart: DL3064 asks for
/// words in ENV and DS031 for secrets in any instruction, and B608 names the line above that of the SQL rule.
private let sameProblem: Set<Set<String>> = [
  // Dockerfile
  ["DL3007", "CKV_DOCKER_7", "DS001"], ["DL3020", "CKV_DOCKER_4", "DS005"], ["CKV_DOCKER_3", "DS002"],
  ["CKV_DOCKER_1", "DS004"], ["CKV_DOCKER_2", "DS026"], ["DL3015", "DS029"],
  // Python; both tools name the same text of the password
  ["B602", "shop.python.shell-true"], ["B324", "shop.python.md5"], ["B105", "Secret Keyword"],
  // Terraform: database, then bucket
  ["AVD-AWS-0180", "CKV_AWS_17"], ["AVD-AWS-0080", "CKV_AWS_16"], ["AVD-AWS-0133", "CKV_AWS_353"],
  ["AVD-AWS-0176", "CKV_AWS_161"], ["AVD-AWS-0177", "CKV_AWS_293"],
  ["AVD-AWS-0090", "CKV_AWS_21"], ["AVD-AWS-0094", "CKV2_AWS_6"], ["s3-bucket-logging", "CKV_AWS_18"],
  // Kubernetes
  ["KSV001", "CKV_K8S_20"], ["KSV003", "CKV_K8S_37"], ["KSV009", "CKV_K8S_19"], ["KSV011", "CKV_K8S_11"],
  ["KSV012", "CKV_K8S_23"], ["KSV013", "CKV_K8S_14"], ["KSV014", "CKV_K8S_22"], ["KSV015", "CKV_K8S_10"],
  ["KSV016", "CKV_K8S_12"], ["KSV017", "CKV_K8S_16"], ["KSV018", "CKV_K8S_13"], ["KSV020", "CKV_K8S_40"],
  ["KSV030", "CKV_K8S_31"],
]

private func reports(in folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.sorted()
    .map { folder.appending(path: $0).path }
}

/// Findings in few words: the severity, the place, and who says it by which rule.
private struct Said: Equatable {
  struct Line: Equatable {
    let id: String
    let rules: [String]
    let text: String
  }

  var lines: [Line] = []

  var ids: [String] { lines.map(\.id) }
  var text: String { lines.map(\.text).sorted().joined(separator: "\n") + "\n" }

  init(_ reports: [String]) throws {
    var sink = ByteSink()
    let diagnostics = findings(ReportRequest(reports), into: &sink)
    #expect(!diagnostics.contains { $0.severity == .error }, "\(diagnostics)")
    for line in sink.bytes.split(separator: UInt8(ascii: "\n")) {
      let finding = try JSONDocument(Input(name: "line", bytes: Array(line))).root
      let observations = try finding.list("observations").map { ($0.text("tool") ?? "", $0.text("ruleId") ?? "") }
      let position = finding["location"]
      let words: [String?] = [
        finding.text("severity"), position?.text("path"), position?.integer("startLine").map { ":\($0)" },
        position?.text("image"), finding["component"]?.text("purl"),
        try finding.list("ids").compactMap(\.text).joined(separator: "="),
        "<- " + observations.map { "\($0) \($1)" }.joined(separator: " + "),
        try finding.list("mergedBecause").compactMap(\.text).joined(separator: "; "),
      ]
      lines.append(
        Line(
          id: finding.text("id") ?? "", rules: observations.map(\.1),
          text: words.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")))
    }
  }
}
