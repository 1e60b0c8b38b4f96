import Foundation
import TestSupport
import Testing

/// What the change under review could have written is no evidence, and names that look equal are not.
@Suite struct EvidenceOriginTests {
  private static let clean = Report.sarif([])

  /// The bench with the change checked out.
  private func bench(base: [String: Entry?] = [:], change: [String: Entry?] = [:]) throws -> Bench {
    let bench = try Bench(base: base, change: change)
    try bench.git("reset", "-q", "--hard")
    return bench
  }

  private func text(_ report: Report, _ bench: Bench) -> String { String(decoding: report.bytes(bench), as: UTF8.self) }

  @Test func `a report, a side-car and a manifest of the change are refused, and those beside it are not`() throws {
    let plain = try bench()
    let sideCar = "gatehouse-report: 1\ntool: codeql\nexit-code: 0\n"
    let manifest = "gatehouse-reports: 1\nreports:\n  - { file: new.sarif, tool: codeql, exit-code: 0 }\n"
    let bench = try bench(change: [
      "reports/old.sarif": .text(text(Self.clean, plain)), "reports/new.sarif.gatehouse.yaml": .text(sideCar),
      "own/gatehouse.yaml": .text(manifest), "own/other/readme": "x",
    ])
    let report = text(Self.clean, bench)
    func put(_ path: String) throws { try Data(report.utf8).write(to: bench.repository.appending(path: path)) }
    func codes(_ path: String) throws -> (Int32, [String]) {
      let answer = try bench.check([], [path])
      return (answer.status, answer.codes.filter { $0 == "report-in-change" })
    }
    #expect(try codes("reports/old.sarif") == (2, ["report-in-change"]))
    #expect(try codes(bench.repository.path + "/reports/../reports/old.sarif") == (2, ["report-in-change"]))
    try put("reports/new.sarif")
    #expect(try codes("reports/new.sarif") == (2, ["report-in-change"]), "its side-car is of the change")
    try put("own/new.sarif")
    #expect(try codes("own/new.sarif") == (2, ["report-in-change"]), "its manifest is of the change")
    try put("own/other/third.sarif")
    #expect(try codes("own/other/third.sarif") == (0, []), "the manifest does not speak of it")
    let link = bench.folder.appending(path: "link.sarif").path
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: bench.repository.path + "/reports/old.sarif")
    #expect(try codes(link) == (2, ["report-in-change"]))
    let base = try bench.check([Self.clean], ["--base-report", "reports/old.sarif"])
    #expect(base.status == 2 && base.codes.contains("report-in-change"))
  }

  @Test func `a folder of sources in place of the reports is told once, and asks for no scan`() throws {
    let bench = try bench()
    let answer = try bench.check([], ["."])
    #expect(answer.status == 2 && answer.codes.filter { $0 == "report-in-change" }.count == 1, "\(answer.codes)")
    #expect(!answer.codes.contains("report-hidden"))
    let actions = answer.decision["actions"].list.compactMap { $0["text"].text }
    #expect(!actions.contains { $0.contains("the scanner of") }, "\(actions)")
    let said = answer.decision["diagnostics"].list.first { $0["code"].text == "report-in-change" }
    #expect(
      said?["message"].text?.contains("sources of the repository") ?? said?["text"].text?.contains("sources") ?? false)
    // A report that lies among them is read, and its folder is named.
    let report = bench.repository.appending(path: "out/codeql.sarif")
    try FileManager.default.createDirectory(at: report.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text(.sarif(), bench).utf8).write(to: report)
    let mixed = try bench.check([], ["."], formats: ["--format", "text"]).outcome
    #expect(mixed.status == 2 && mixed.output.contains("./out/"), "\(mixed.output)")
  }

  @Test func `a policy in a linked working tree is read from the base`() throws {
    let bench = try bench(base: ["gate/p.yaml": .text(Files.policy)], change: ["gate/p.yaml": .text(Files.weak)])
    let linked = bench.folder.appending(path: "linked").path
    try bench.git("worktree", "add", "-q", "--detach", linked, bench.base)
    let policy = bench.repository.path + "/gate/p.yaml"
    let report = try bench.write(.sarif()).path
    let answer = try run(
      gatehousePath,
      [
        "check", "--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", bench.head, "--now",
        Bench.now,
        "--policy", policy, report,
      ], in: URL(filePath: linked))
    #expect(answer.status == 1, "\(answer.output)\(answer.errors)")
  }

  @Test func `two reports whose names look equal are two, and a hidden one is named`() throws {
    let bench = try bench()
    for (one, other) in [("\u{e9}", "e\u{301}"), ("e\u{301}", "\u{e9}"), ("K", "\u{212a}"), ("\u{212a}", "K")] {
      let folder = "reports-\(UUID().uuidString)"
      try bench.write(.sarif(named: one + ".sarif"), in: folder)
      try bench.write(.sarif([], named: other + ".sarif"), in: folder)
      #expect(try bench.check([], [bench.folder.path + "/" + folder]).status == 1)
    }
    try bench.write(.sarif(named: ".hidden.sarif"), in: "dark")
    try bench.write(.sarif(named: ".out/trivy.sarif"), in: "dark")
    try bench.write(.sarif([]), in: "dark")
    let answer = try bench.check([], [bench.folder.path + "/dark"])
    #expect(answer.status == 0 && answer.codes.filter { $0 == "report-hidden" }.count == 2)
    for name in [".git/trivy.sarif", ".gitkeep/trivy.sarif", ".cache/a/b.sarif"] {
      try bench.write(.sarif(named: name), in: "dark")
    }
    let more = try bench.check([], [bench.folder.path + "/dark"])
    #expect(more.status == 0 && more.codes.filter { $0 == "report-hidden" }.count == 5)
  }

  /// Names beside `s.sarif`, and whether their files are taken for descriptions that are not read.
  @Test(arguments: [
    ("s.sarif.gatehouse.json", true), ("s.sarif.Gatehouse.yaml", true), ("S.SARIF.gatehouse.yaml", true),
    ("s.gatehouse.yaml", true), ("s.gatehouse.yml", true), ("s.sarif-gatehouse.yaml", true),
    ("s.sarif.gatehouse", true),
    (".s.sarif.gatehouse.yaml", true), ("s.sarif.gatehouse.yaml.txt", true), ("Gatehouse.yaml", true),
    (".gatehouse.yml", true), ("gatehouse.json", true), ("t.sarif.gatehouse.yaml", false), ("notes.yaml", false),
    ("s.sarif.json", false),
  ])
  func `a file that reads like a side-car and is not read is named`(_ name: String, _ isNamed: Bool) throws {
    let bench = try bench()
    let folder = "beside-\(UUID().uuidString)"
    try bench.write(.sarif([], named: "s.sarif"), in: folder)
    try bench.write(Report(name, "gatehouse-report: 1\ntool: codeql\nexit-code: 32\n"), in: folder)
    let answer = try bench.check([], [bench.folder.path + "/\(folder)/s.sarif"])
    #expect(answer.status == (isNamed ? 2 : 0), "\(answer.outcome.output)")
    #expect(answer.codes.contains("manifest-invalid") == isNamed)
  }

  @Test func `outputs beside a report are no side-cars`() throws {
    let bench = try bench()
    try bench.write(.sarif([], named: "s.sarif"), in: "outputs")
    for name in ["gatehouse.json", "s.gatehouse.sarif", "gatehouse.sarif"] {
      try bench.write(Report(name, "{\"schemaVersion\":1}"), in: "outputs")
    }
    #expect(try bench.check([], [bench.folder.path + "/outputs/s.sarif"]).status == 0)
  }

  @Test func `a manifest is found above a report, however it is named`() throws {
    let bench = try bench()
    try bench.write(.sarif([], named: "web/codeql.sarif"), in: "all")
    let dead =
      "  - { file: web/codeql.sarif, tool: codeql, exit-code: 126 }\n  - { file: api/gone.sarif, tool: codeql }"
    let paths = ["all", "all/web", "all/web/codeql.sarif", "all/web/../web/codeql.sarif"].map {
      bench.folder.path + "/" + $0
    }
    for path in paths { #expect(try bench.check([], [path]).status == 0) }
    try bench.write(.manifest(dead), in: "all")
    for (index, path) in paths.enumerated() {
      let answer = try bench.check([], [path])
      #expect(answer.status == 2 && answer.codes.contains("report-failed"), "\(path)")
      #expect(answer.codes.contains("report-missing") == (index == 0), "what else it speaks of was not asked for")
    }
  }

  /// Paths that lead out of the tree, and what the change does to what is there.
  @Test(arguments: [
    ("sub/a.py", false, false), ("sub/a.py", true, true), ("link/charge.py", false, true),
    ("link/index.py", false, false),
    ("link/index.py", true, true),
  ])
  func `a finding in a submodule or behind a link is judged, and old only if nothing was changed there`(
    _ path: String, _ changesEntry: Bool, _ isNew: Bool
  ) throws {
    let entry = String(path.prefix { $0 != "/" })
    let before: [String: Entry?] = ["sub": .submodule, "link": .link(to: "src/pay")]
    let after: [String: Entry?] =
      changesEntry ? [entry: entry == "sub" ? .link(to: "elsewhere") : .link(to: "src/web")] : [:]
    let bench = try bench(base: before, change: after)
    // Behind the link is the file that the change touches, at this line.
    let line = path == "link/charge.py" ? 7 : 3
    let statement = Statement(path: path, line: line)
    let base = try bench.write(.sarif([statement], commit: { $0.base }), in: "base").path
    let alone = try bench.check([.sarif([statement])])
    #expect(alone.status == 1 && alone.findings.count == 1, "unknown: \(alone.outcome.output)")
    #expect(alone.decision["evidence"].list.map { $0["state"].text } == ["present"])
    #expect(try bench.check([.sarif([Statement(level: "note", path: path, line: line)])]).status == 0)
    let compared = try bench.check([.sarif([statement])], ["--base-report", base])
    #expect(compared.status == (isNew ? 1 : 0), "\(compared.outcome.output)")
  }
}
