import Foundation
import TestSupport
import Testing

/// Outputs of `check` that lie among the reports: they change no decision, prove nothing, and destroy nothing.
@Suite struct OwnOutputTests {
  static let formats = ["sarif", "sarif-full", "gitlab", "json", "markdown"]

  private func reports(_ bench: Bench) throws -> String {
    try bench.write(.sarif()).deletingLastPathComponent().path
  }

  @Test(arguments: formats) func `an output of an earlier run changes no decision`(format: String) throws {
    let bench = try Bench()
    let folder = try reports(bench)
    let first = try bench.check([], [folder])
    #expect(first.status == 1)
    for _ in 1...2 {
      let output = "\(format)=\(folder)/gate.out"
      #expect(try bench.check([], [folder], formats: ["--format", output]).status == 1)
    }
    let second = try bench.check([], [folder])
    #expect(second.status == 1)
    for part in ["findings", "evidence", "gaps", "actions"] {
      #expect(second.decision[part].differences(to: first.decision[part]) == [], "\(part)")
    }
    #expect(second.codes.filter { $0 == "report-is-own-output" }.count == 1)
    #expect(second.obstacles == first.obstacles)
  }

  @Test(arguments: formats) func `an output alone proves no scan`(format: String) throws {
    let bench = try Bench()
    let (folder, alone) = (try reports(bench), bench.folder.appending(path: "alone").path)
    try FileManager.default.createDirectory(atPath: alone, withIntermediateDirectories: true)
    #expect(try bench.check([], [folder], formats: ["--format", "\(format)=\(alone)/gate.out"]).status == 1)
    let answer = try bench.check([], [alone])
    #expect(answer.status == 2 && answer.obstacles.contains("nothing-to-judge"))
    #expect(answer.decision["evidence"].list.isEmpty)
  }

  /// A scanner whose name the change could choose.
  private static let pretender = Report(
    "scan.sarif",
    """
    {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"gatehouse","rules":[{"id":"eval"}]}},
     "automationDetails":{"id":"gatehouse/acme/"},"results":[]}]}
    """)

  @Test func `a scanner that pretends to be Gatehouse leaves the required scan missing`() throws {
    let demand = "gatehouse: 1\nname: p\nevidence: [{ kind: sast, commit: head }]\nrules:\n"
    let rule = "  - { id: r, when: { severity: { at-least: high } }, effect: deny }\n"
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(demand + rule)])
    let answer = try bench.check([Self.pretender, .trivy(severity: "LOW")])
    #expect(answer.status == 2 && answer.obstacles.contains("evidence-missing"), "\(answer.obstacles)")
  }

  @Test func `a side-car that calls an output a report of a scan is refused`() throws {
    let bench = try Bench()
    let sideCar = Report("scan.sarif.gatehouse.yaml", "gatehouse-report: 1\ntool: semgrep\nexit-code: 0\n")
    let answer = try bench.check([Self.pretender, sideCar, .sarif([], named: "other.sarif")])
    #expect(answer.status == 2 && answer.obstacles.contains("report-is-own-output"))
  }

  // MARK: - What an output must not overwrite

  private func refused(_ bench: Bench, _ formats: [String], _ options: [String]) throws -> String {
    let answer = try bench.check([], options, formats: formats.flatMap { ["--format", $0] })
    #expect(answer.status == 2)
    return answer.outcome.errors
  }

  @Test func `no output overwrites what the same check reads`() throws {
    let bench = try Bench()
    let report = try bench.write(.sarif())
    let base = try bench.write(.sarif([]), in: "base")
    try bench.write(Report("codeql.sarif.gatehouse.yaml", "gatehouse-report: 1\ntool: codeql\nexit-code: 0\n"))
    let vex = try bench.write(Report("v.json", Files.vex("CVE-2026-1", "not_affected")), in: "vex")
    let (folder, baseFolder) = (report.deletingLastPathComponent(), base.deletingLastPathComponent())
    let link = bench.folder.appending(path: "link.sarif")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: report)
    let files = [
      report.path, link.path, folder.path + "/../reports/codeql.sarif", report.path + ".gatehouse.yaml", base.path,
      vex.path,
    ]
    let options = ["--base-report", baseFolder.path, "--vex", vex.path]
    for file in files {
      let before = try Data(contentsOf: URL(filePath: file))
      for named in [folder.path, report.path] {
        #expect(
          try refused(bench, ["json=\(file)"], options + [named]).contains(
            "would overwrite a file that this check reads"))
      }
      #expect(try Data(contentsOf: URL(filePath: file)) == before)
    }
  }

  @Test func `two outputs are two files`() throws {
    let bench = try Bench()
    let (folder, out) = (try reports(bench), bench.folder.appending(path: "out.json").path)
    for other in [out, bench.folder.path + "/./out.json"] {
      #expect(try refused(bench, ["json=\(out)", "sarif=\(other)"], [folder]).contains("two outputs are written to"))
    }
    #expect(!FileManager.default.fileExists(atPath: out))
    #expect(try refused(bench, ["json", "text"], [folder]).contains("write it to a file: --format json=FILE"))
    let others = [
      "--format", "json=/dev/null", "--format", "sarif=/dev/null", "--format", "text", "--format", "github",
    ]
    #expect(try bench.check([], [folder], formats: others).status == 1)
  }
}
