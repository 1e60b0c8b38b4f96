import Foundation
import TestSupport
import Testing

/// Findings on lines of this project's own history: whether the gate knows them again after real changes.
@Suite struct LineIdentityTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func git(_ arguments: String...) throws -> String {
    let outcome = try run("/usr/bin/git", arguments, in: root, environment: gitEnvironment)
    guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static let isComplete: Bool = {
    do { return try git("rev-parse", "--is-shallow-repository") == "false" } catch { return false }
  }()

  /// The number of lines that are followed from each base.
  private static let sample = 400

  private struct Counts {
    var kinds: [String: (right: Int, wrong: Int, lost: Int)] = [:]
    var (copies, wrongCopies, unsure, wrongUnsure, gone) = (0, 0, 0, 0, 0)
    var mistakes: [String] = []

    var right: Int { kinds.values.reduce(0) { $0 + $1.right } }
    var wrong: Int { kinds.values.reduce(wrongCopies) { $0 + $1.wrong } }
    var all: Int { kinds.values.reduce(0) { $0 + $1.right + $1.wrong + $1.lost } }
  }

  /// The findings of the lines, as the gate knows them: the id and the aliases by place.
  private static func names(
    _ places: [Place], base: String, head: String, baseReport: URL? = nil, in folder: URL
  ) throws -> (names: [Place: (ids: Set<String>, newness: String?)], report: URL) {
    let results = places.map { place in
      #"{"ruleId":"probe","level":"error","message":{"text":"probe"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":\#(quoted(place.path))},"region":{"startLine":\#(place.line)}}}]}"#
    }
    let report = folder.appending(path: "\(UUID().uuidString).sarif")
    try Data(
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"semgrep"}},"versionControlProvenance":[{"repositoryUri":"https://git.example/p","revisionId":"\#(head)"}],"results":[\#(results.joined(separator: ","))]}]}"#
        .utf8
    ).write(to: report)
    let policy = folder.appending(path: "policy.yaml")
    try Data("gatehouse: 1\nname: p\nrules: [{ id: r, when: { kind: sast }, effect: warn }]\n".utf8).write(to: policy)
    let outcome = try gatehouse(
      ["check", "--repo", root.path, "--base", base, "--head", head, "--policy", policy.path, "--format", "json"]
        + (baseReport.map { ["--base-report", $0.path] } ?? []) + [report.path], in: folder)
    var names: [Place: (ids: Set<String>, newness: String?)] = [:]
    for finding in Answer(outcome).findings where finding["newness"].text != "resolved" {
      let ids = Set([finding["id"].text ?? ""] + finding["aliases"].list.compactMap(\.text))
      let location = finding["location"]
      guard let path = location["path"].text, let line = location["startLine"].number else { continue }
      names[Place(path: path, line: Int(line))] = (ids, finding["newness"].text)
    }
    #expect(names.count >= Set(places).count * 9 / 10, "\(outcome.errors.prefix(500))")
    return (names, report)
  }

  private static func follow(from base: String, to head: String, _ counts: inout Counts) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "identity-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var random = Seeded(Depth.seed)
    let oracle = try LineOracle(in: root, from: base, to: head)
    let all = oracle.olds.sorted { $0.key < $1.key }.flatMap { path, lines in
      lines.indices.filter { !lines[$0].bare.isEmpty }.map { Place(path: path, line: $0 + 1) }
    }
    let chosen = all.shuffled(using: &random).prefix(sample)
    var (kept, blames) = ([Place: Place](), [String: [Int: Place]]())
    var unsure: [Place: [Place]] = [:]
    for place in chosen {
      let blamed = try blames[place.path] ?? oracle.blame(place.path)
      blames[place.path] = blamed
      switch oracle.fate(of: place, blamed: blamed) {
      case .kept(let other): kept[place] = other
      case .gone: counts.gone += 1
      case .unsure(let places): unsure[place] = places
      }
    }
    // Copies: lines that the change adds, and of which the base has one of the text that is still there.
    let texts = Set(kept.keys.compactMap { oracle.olds[$0.path]?[$0.line - 1].bare })
    let copies = oracle.added.subtracting(kept.values).filter { place in
      oracle.news[place.path]?.indices.contains(place.line - 1) == true
        && texts.contains(oracle.news[place.path]?[place.line - 1].bare ?? "")
        && !unsure.values.contains { $0.contains(place) }
    }.sorted { ($0.path, $0.line) < ($1.path, $1.line) }.shuffled(using: &random).prefix(sample / 4)
    let before = try names(Array(chosen), base: base, head: base, in: folder)
    let after = try names(
      Array(kept.values) + copies + unsure.values.joined(), base: base, head: head, baseReport: before.report,
      in: folder)
    var owner: [String: Place] = [:]
    for (place, name) in before.names { for id in name.ids { owner[id] = place } }
    for (place, other) in kept {
      guard before.names[place] != nil, let found = after.names[other] else { continue }
      let kind = oracle.kind(of: place, to: other)
      let owners = Set(found.ids.compactMap { owner[$0] })
      if owners == [place] {
        counts.kinds[kind, default: (0, 0, 0)].right += 1
      } else if owners.isEmpty, found.newness == "inherited" {
        // Known by the lines around it, as what is moved to another file is.
        counts.kinds[kind, default: (0, 0, 0)].right += 1
      } else if owners.isEmpty {
        counts.kinds[kind, default: (0, 0, 0)].lost += 1
      } else {
        counts.kinds[kind, default: (0, 0, 0)].wrong += 1
        counts.mistakes.append("\(place) to \(other) is taken for \(owners)")
      }
    }
    for copy in copies {
      counts.copies += 1
      let owners = Set((after.names[copy]?.ids ?? []).compactMap { owner[$0] })
      if !owners.isEmpty {
        counts.wrongCopies += 1
        counts.mistakes.append("the copy \(copy) is taken for \(owners)")
      }
    }
    for (place, places) in unsure {
      counts.unsure += 1
      for (other, name) in after.names where !places.contains(other) && kept[place] != other {
        if name.ids.contains(where: { owner[$0] == place }) {
          counts.wrongUnsure += 1
          counts.mistakes.append("of \(place) the ways name \(places), and it is found at \(other)")
        }
      }
    }
  }

  @Test(
    .enabled(if: Depth.isDeep, "takes a minute: make check-deep"),
    .enabled(if: isComplete, "this clone has no complete history of the project"))
  func `findings on lines of this project are known again after its changes`() throws {
    var counts = Counts()
    let line = try Self.git("rev-list", "--first-parent", "HEAD").split(separator: "\n").map(String.init)
    for (old, new) in [(10, 0), (100, 0), (300, 0), (300, 200), (200, 100), (110, 100)] where old < line.count {
      try Self.follow(from: line[old], to: line[new], &counts)
    }
    print(
      "lines of this project, seed \(Depth.seed): \(counts.right) of \(counts.all) right, \(counts.wrong) wrong places")
    for (kind, count) in counts.kinds.sorted(by: { $0.key < $1.key }) {
      print("  \(kind): \(count.right) right, \(count.wrong) wrong, \(count.lost) lost")
    }
    print(
      "  copies: \(counts.copies), \(counts.wrongCopies) wrong; unsure: \(counts.unsure), \(counts.wrongUnsure) found elsewhere; "
        + "gone: \(counts.gone)")
    for mistake in counts.mistakes.prefix(20) { print("  \(mistake)") }
    #expect(counts.all > 500)
    #expect(counts.right * 100 >= counts.all * 98)
    #expect(counts.wrong * 1000 <= counts.all + counts.copies)
    #expect(counts.wrongUnsure == 0)
  }
}
