import Foundation
import TestSupport
import Testing

/// What lies beside a report speaks for it, and never for another.
@Suite struct SideCarTests {
  private let bench: Bench
  private let folder: String

  init() throws {
    bench = try Bench(base: [
      ".gatehouse/policy.yaml": .text(
        Files.policy.replacingOccurrences(of: "{ kind: sast,", with: #"{ kind: sast, paths: ["src/**"],"#))
    ])
    folder = bench.folder.appending(path: "all").path
  }

  /// Asks with the whole folder, and then as `reports/*` would: both must say the same.
  private func codes(_ reports: [Report]) throws -> [String] {
    try? FileManager.default.removeItem(atPath: folder)
    for report in reports { try bench.write(report, in: "all") }
    let answer = try bench.check([], [folder], bound: false)
    let spread = try bench.check([], reports.map { "\(folder)/\($0.name)" }, bound: false)
    #expect(answer.obstacles == spread.obstacles)
    #expect((answer.status == 0) == answer.obstacles.isEmpty)
    return answer.obstacles
  }

  private let said = "tool: semgrep\nexit-code: 0\nfinished: 2026-11-20T11:00:00Z\ncommit: "

  @Test func `a side-car binds the report beside it`() throws {
    let report = Report.semgrep(scanned: ["src/pay/charge.py"])
    #expect(try codes([report]) == ["report-commit-unknown"])
    #expect(try codes([report, .sideCar("semgrep.json", said + bench.head)]) == [])
    #expect(try Set(codes([report, .sideCar("semgrep.json", said + bench.base)])) == ["report-wrong-commit"])
  }

  @Test func `a side-car says where the tool looked`() throws {
    let report = Report.semgrep(scanned: ["charge.py"])
    #expect(try codes([report, .sideCar("semgrep.json", said + bench.head)]) == ["report-other-paths"])
    let inFolder = "\nfolder: src/pay\ncovers: [src]"
    #expect(try codes([report, .sideCar("semgrep.json", said + bench.head + inFolder)]) == [])
    let elsewhere = "\nfolder: src/pay\ncovers: [src/pay]"
    #expect(try codes([report, .sideCar("semgrep.json", said + bench.head + elsewhere)]) == ["report-other-paths"])
  }

  @Test func `a package of one service is none of another, though the reports name no file`() throws {
    func report(_ name: String, _ packages: String...) -> Report {
      let list = packages.map { package in
        let flaws = package == "pyyaml" ? #"{"id":"CVE-2020-14343","fix_versions":["6"],"description":"d"}"# : ""
        return #"{"name":"\#(package)","version":"5.3","vulns":[\#(flaws)]}"#
      }
      return Report("\(name).json", #"{"dependencies":[\#(list.joined(separator: ","))],"fixes":[]}"#)
    }
    let bench = try Bench(
      base: [
        ".gatehouse/policy.yaml":
          "gatehouse: 1\nname: p\nrules: [{ id: new, when: { newness: [introduced, surfaced] }, effect: deny }]\n",
        "services/a/requirements.txt": "pyyaml==5.3\n", "services/b/requirements.txt": "flask==5.3\n",
      ], change: ["services/b/requirements.txt": "flask==5.3\npyyaml==5.3\n"])
    func put(_ reports: [Report], of commit: String, in folder: String) throws -> String {
      for report in reports {
        let service = report.name.prefix(1)
        try bench.write(report, in: folder)
        try bench.write(
          .sideCar(report.name, "tool: pip-audit\nexit-code: 1\ncommit: \(commit)\ncovers: [services/\(service)]"),
          in: folder)
      }
      return bench.folder.appending(path: folder).path
    }
    func newness(_ b: Report) throws -> (status: Int32, words: Set<String>) {
      let head = try put([report("a", "pyyaml"), report("b", "flask", "pyyaml")], of: bench.head, in: "head")
      let base = try put([report("a", "pyyaml"), b], of: bench.base, in: "base")
      let answer = try bench.check([], [head, "--base-report", base], bound: false)
      return (answer.status, Set(answer.findings.compactMap { $0["newness"].text }))
    }
    #expect(try newness(report("b", "flask")) == (1, ["inherited", "unknown"]))
    #expect(try newness(report("b", "flask", "pyyaml")) == (0, ["inherited"]))
  }

  /// What a side-car says in contradiction of its report is put right there, and no scan helps.
  @Test(arguments: [
    ("tool: bandit", "2:7", "the side-car states the tool bandit, the report states Semgrep", "state the tool in"),
    (
      "tool: semgrep\nversion: 0.1.0", "3:10", "the side-car states the version 0.1.0, the report states",
      "state the version in"
    ),
    (
      "tool: semgrep\nfinished: 2027-11-20T11:00:00Z", "3:11", "which is in the future",
      "state the time under `finished` in"
    ),
    (
      "tool: semgrep\ndigest: sha256:\(String(repeating: "0", count: 64))", "3:9", "the report's digest differs",
      "write the side-car after"
    ),
  ])
  func `a side-car that contradicts its report names the line and the remedy`(
    _ text: String, _ place: String, _ fault: String, _ remedy: String
  ) throws {
    try bench.write(.semgrep(scanned: ["src/pay/charge.py"]), in: "all")
    try bench.write(.sideCar("semgrep.json", text + "\ncommit: \(bench.head)"), in: "all")
    let answer = try bench.check([], [folder], bound: false, formats: [])
    let said = answer.outcome.output.replacing(#/\s+/#, with: " ")
    #expect(answer.status == 2)
    #expect(said.contains("semgrep.json.gatehouse.yaml:\(place)") && said.contains(fault), "\(said)")
    let action = said.components(separatedBy: "to get an answer").last ?? ""
    #expect(action.contains(remedy) && !action.contains("again on the head"), "\(said)")
  }

  @Test func `what lies in the folders below speaks for what lies there`() throws {
    let report = Report.semgrep(scanned: ["src/pay/charge.py"], named: "sast/semgrep.json")
    let entry = "  - { file: semgrep.json, tool: semgrep, commit: \(bench.head), finished: 2026-11-20T11:00:00Z }"
    #expect(try codes([report, .manifest(entry, in: "sast/")]) == [])
    #expect(
      try codes([report, .manifest(entry.replacingOccurrences(of: "semgrep.json", with: "sast/semgrep.json"))]) == [])
  }

  @Test func `what cannot be taken as it is, is refused`() throws {
    let report = Report.semgrep(scanned: ["src/pay/charge.py"])
    let sideCar = Report.sideCar("semgrep.json", said + bench.head)
    let entry = "  - { file: semgrep.json, tool: semgrep }"
    #expect(try codes([report, sideCar, .manifest(entry)]).contains("manifest-invalid"), "said twice")
    #expect(try codes([report, .sideCar("semgrep.json", "tol: semgrep")]).contains("manifest-invalid"))
    #expect(try codes([report, sideCar, .sideCar("bandit.json", "tool: bandit")]).contains("report-missing"))
    #expect(try codes([sideCar]).contains("report-missing"), "the scanner wrote nothing")
  }

  @Test func `a report that was cut on its way is not the one spoken of`() throws {
    let whole = Report.semgrep(scanned: ["src/pay/charge.py"]).bytes(bench)
    let digest = "\ndigest: sha256:\(try sum(whole))"
    let report = Report("semgrep.json") { _ in whole }
    #expect(try codes([report, .sideCar("semgrep.json", said + bench.head + digest)]) == [])
    let other = Report("semgrep.json") { _ in whole + Data(" ".utf8) }
    #expect(try Set(codes([other, .sideCar("semgrep.json", said + bench.head + digest)])) == ["report-failed"])
  }

  private func sum(_ data: Data) throws -> String {
    String(try run("/usr/bin/sha256sum", [], input: data).output.prefix(64))
  }

  /// The file that Semgrep could not read, and what then keeps the gate closed: the change touches `src/pay/charge.py`.
  @Test(arguments: [
    ("src/pay/charge.py", ["evidence-partial"]), ("src/web/index.py", []),
    ("gone.py", ["report-failed", "report-failed"]),
  ])
  func `a file that the scanner could not read matters where the change touches it`(
    _ file: String, _ obstacles: [String]
  ) throws {
    let error = #"{"level":"warn","type":"Syntax error","message":"Syntax error at line 1","path":"\#(file)"}"#
    let report = Report.semgrep(scanned: ["src/pay/charge.py", "src/web/index.py"], errors: error)
    #expect(try codes([report, .sideCar("semgrep.json", said + bench.head)]).sorted() == obstacles)
    let free = try Bench(base: [".gatehouse/policy.yaml": .text(Files.lax)])
    let answer = try free.check([report])
    #expect(Set(answer.obstacles) == Set(obstacles), "no policy asks for it, and yet it was not scanned")
    #expect(answer.status == (obstacles.isEmpty ? 0 : 2))
  }
}
