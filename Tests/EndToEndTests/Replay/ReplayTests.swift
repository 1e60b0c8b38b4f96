import Foundation
import TestSupport
import Testing

/// Changes of whole histories, judged one after the other as a required check would: who brings a problem is stopped for just
/// that, and nobody else is.
@Suite struct ReplayTests {
  /// What the job has of main's scans.
  private enum BaseReports: String, CaseIterable {
    case ofTip, older, none
  }

  /// The outcomes of one history.
  private struct Counts {
    var (harmless, harmful, fixing, stopped, passed, unproven) = (0, 0, 0, 0, 0, 0)
    /// Of those that bring nothing, those with a report on the tip of main.
    var (withTip, withTipPassed) = (0, 0)
    var wrong: [String] = []

    var text: String {
      "\(harmless + harmful) checks: of \(harmless) that bring nothing \(passed) pass, among them \(fixing) that fix or upgrade "
        + "(with a report on the base's tip \(withTipPassed) of \(withTip)), and \(unproven) are stopped for what they move "
        + "or upgrade in vain and no report on the base shows; "
        + "of \(harmful) that bring something \(stopped) are stopped; \(wrong.count) wrong"
    }
  }

  /// The same histories in each run: of thousands of generated changes some are such that nobody can say what they bring.
  @Test(arguments: Depth.choose([11], deep: [11, 21]))
  func `changes of a generated history are stopped for what they bring and for nothing else`(seed: UInt64) throws {
    let history = try ProjectHistory(
      seed: seed, commits: Depth.choose(40, deep: 300), files: Depth.choose(20, deep: 125),
      changes: Depth.choose(19, deep: 57))
    var counts = Counts()
    for number in history.changes.indices {
      for isMerge in Depth.choose([number % 2 == 0], deep: [true, false]) {
        let reports = BaseReports.allCases[(number + (isMerge ? 1 : 0)) % BaseReports.allCases.count]
        try judge(number, reports, isMerge, in: history, &counts)
      }
    }
    let backlog = history.main[history.gate].project.problems(history.advisories).count
    print("replay of a generated history, seed \(seed), \(backlog) high problems when the gate came: \(counts.text)")
    #expect(counts.wrong.isEmpty, "\(counts.wrong.joined(separator: "\n"))")
    #expect(counts.harmless > 0 && counts.harmful > 0)
  }

  private func judge(
    _ number: Int, _ reports: BaseReports, _ isMerge: Bool, in history: ProjectHistory, _ counts: inout Counts
  ) throws {
    let change = history.changes[number]
    let head = isMerge ? change.merge : change.head
    let tip = history.main[change.tip]
    let before = isMerge ? tip.project : history.main[change.start].project
    let brought = head.project.problems(history.advisories).subtracting(before.problems(history.advisories))
    let folder = history.folder.appending(path: "\(number)-\(reports)-\(isMerge)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try head.project.write(history.advisories, at: head.commit, to: folder.appending(path: "head"))
    var options = ["--base", tip.commit, "--head", head.commit, "--scanned", head.commit]
    var proven: Set<String> = []
    if reports != .none {
      let scanned = reports == .ofTip ? tip : history.main[max(history.gate, change.start - 1 - number % 5)]
      proven = scanned.project.problems(history.advisories, untouchedIn: before)
      let path = folder.appending(path: "base")
      try scanned.project.write(history.advisories, at: scanned.commit, to: path)
      options += ["--base-report", path.path, "--base-scanned", scanned.commit]
    }
    let answer = Answer(
      try gatehouse(
        ["check", "--now", Bench.now, "--format", "json"] + options + [folder.appending(path: "head").path],
        in: history.repository))
    let denied = Set(answer.findings.filter { $0["effect"].text == "deny" }.map { name(of: $0, in: head.project) })
    let unproven = denied.subtracting(brought).subtracting(proven).intersection(change.touched)
    let isRight = denied.subtracting(unproven) == brought && answer.status == (denied.isEmpty ? 0 : 1)
    if brought.isEmpty { counts.harmless += 1 } else { counts.harmful += 1 }
    if brought.isEmpty, answer.status == 0 { counts.passed += 1 }
    if brought.isEmpty, reports == .ofTip { counts.withTip += 1 }
    if brought.isEmpty, reports == .ofTip, answer.status == 0 { counts.withTipPassed += 1 }
    if brought.isEmpty, !unproven.isEmpty { counts.unproven += 1 }
    if !brought.isEmpty, answer.status == 1 { counts.stopped += 1 }
    let fixes: Set<Author.Intent> = [.removesProblem, .upgradesToFix, .upgradesInVain, .takesPackageAway]
    if brought.isEmpty, denied.isEmpty, !fixes.isDisjoint(with: change.intents) { counts.fixing += 1 }
    guard !isRight else { return }
    let intents = change.intents.map(\.rawValue).joined(separator: ", ")
    let needless = denied.subtracting(brought).sorted().map { problem in
      let finding = answer.findings.first { name(of: $0, in: head.project) == problem }
      return "\(problem) \(finding?["newness"].text ?? "")"
    }
    counts.wrong.append(
      "change \(number) (\(intents); base reports \(reports), merge \(isMerge)): exit \(answer.status), denied for nothing "
        + "\(needless), not denied \(brought.subtracting(denied).sorted()) \(answer.obstacles)")
  }

  /// The problem that a finding is about.
  private func name(of finding: JSON, in project: Project) -> String {
    if let path = finding["location"]["path"].text, path != Project.manifest,
      let line = finding["location"]["startLine"].number.map({ Int($0) }), let lines = project.files[path],
      lines.indices.contains(line - 1)
    {
      return "line \(lines[line - 1].number)"
    }
    return "\(finding["ruleId"].text ?? "?") in \(finding["package"]["name"].text ?? "?")"
  }
}
