import Foundation
import TestSupport

/// A generated project with a backlog, whose main branch got a gate by `gatehouse init` and goes on while changes wait.
final class ProjectHistory: Sendable {
  /// A commit, and the project at it.
  struct Version: Sendable {
    let commit: String
    let project: Project
  }

  /// A change as it waits for its merge.
  struct Change: Sendable {
    let intents: [Author.Intent]
    /// The number of the commit of main that it begins at, and that of the tip when it is judged.
    let (start, tip): (Int, Int)
    let head: Version
    /// The merge of the change with the tip, as a forge makes it for a test.
    let merge: Version
    /// The problems in files of which it moves or removes lines, and in packages of which it installs another version: without a
    /// report on the base nobody knows whether they were there before.
    let touched: Set<String>
  }

  let folder: URL
  let main: [Version]
  let changes: [Change]
  let advisories: [Project.Advisory]
  /// The number of the commit that brought the gate.
  let gate: Int

  var repository: URL { folder.appending(path: "repo") }

  /// - Parameters:
  ///   - commits: The length of main.
  ///   - files: The number of files it begins with; each has some four problems.
  init(seed: UInt64, commits: Int, files: Int, changes count: Int) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
    advisories = (0..<24).map { number in
      Project.Advisory(
        id: "CVE-2025-\(1000 + number)", package: "package\(number / 2)", since: 2 + number % 2, fixed: 5 + number % 3,
        isHigh: number % 4 != 3)
    }
    var author = Author(seed)
    var states = [author.project(files: files, advisories: advisories)]
    for _ in 0..<100 * commits where states.count < commits {
      var state = states[states.count - 1]
      let intent = Author.Intent.allCases.randomElement(using: &author.random) ?? .addsCode
      guard let edits = author.edits(intent, of: state, advisories), edits.allSatisfy({ state.make($0) }) else {
        continue
      }
      states.append(state)
    }
    gate = commits / 2
    var importing = Importing(repository: folder.appending(path: "repo"))
    try importing.prepare()
    for (index, state) in states.enumerated() {
      importing.commit(
        state, after: index == 0 ? nil : states[index - 1], on: "main", parents: index == 0 ? [] : [index])
      if index == gate { try importing.setUp(state, advisories, in: folder) }
    }
    var (plans, attempts) = ([Plan](), 0)
    // A project may have nothing for one intent, such as a package to downgrade; then the next one has its turn.
    while plans.count < count, attempts < 100 * count {
      if let plan = Plan(number: attempts, on: states, from: gate + 1, advisories, by: &author) { plans.append(plan) }
      attempts += 1
    }
    let marks = plans.enumerated().map { number, plan in
      let head = importing.commit(
        plan.head, after: states[plan.start], on: "change-\(number)", parents: [plan.start + 1])
      let merge = importing.commit(
        plan.merge, after: states[plan.tip], on: "merge-\(number)", parents: [plan.tip + 1, head])
      return (head, merge)
    }
    let ids = try importing.finish()
    main = states.indices.map { Version(commit: ids[$0], project: states[$0]) }
    changes = zip(plans, marks).map { plan, marks in
      Change(
        intents: plan.intents, start: plan.start, tip: plan.tip,
        head: Version(commit: ids[marks.0 - 1], project: plan.head),
        merge: Version(commit: ids[marks.1 - 1], project: plan.merge), touched: plan.touched)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}

/// A change before it is written to git.
private struct Plan {
  let intents: [Author.Intent]
  let (start, tip): (Int, Int)
  let (head, merge): (Project, Project)
  let touched: Set<String>

  /// Nil when main has nothing for it, or its merge has a conflict.
  init?(
    number: Int, on states: [Project], from first: Int, _ advisories: [Project.Advisory], by author: inout Author
  ) {
    start = Int.random(in: first..<states.count, using: &author.random)
    tip = min(states.count - 1, start + Int.random(in: 0...12, using: &author.random))
    let others = (0..<Int.random(in: 0...2, using: &author.random)).map { _ in
      Author.Intent.harmless.randomElement(using: &author.random) ?? .addsCode
    }
    intents = [Author.Intent.allCases[number % Author.Intent.allCases.count]] + others
    var (head, merge, edits) = (states[start], states[tip], [Edit]())
    for intent in intents {
      guard let more = author.edits(intent, of: head, advisories), more.allSatisfy({ head.make($0) }) else {
        return nil
      }
      edits += more
    }
    guard edits.allSatisfy({ merge.make($0) }) else { return nil }
    (self.head, self.merge) = (head, merge)
    let before = states[start]
    let numbers = edits.flatMap(\.touched)
    let lines = [before, states[tip]].flatMap { project in
      Set(numbers.compactMap { project.place(of: $0)?.path }).flatMap { project.files[$0] ?? [] }
    }
    touched = Set(lines.map { "line \($0.number)" }).union(
      advisories.filter { before.packages[$0.package] != head.packages[$0.package] }.map(\.name))
  }
}
