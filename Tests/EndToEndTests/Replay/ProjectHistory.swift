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
    /// The merge of the change with the tip, as a forge makes it for a test; nil when they do not fit together.
    let merge: Version?
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
    while states.count < commits {
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
    var planned: [(intents: [Author.Intent], start: Int, tip: Int, head: Project, merge: Project?, marks: [Int])] = []
    while planned.count < count {
      let start = Int.random(in: gate + 1..<commits, using: &author.random)
      let tip = min(commits - 1, start + Int.random(in: 0...12, using: &author.random))
      let intent = Author.Intent.allCases[planned.count % Author.Intent.allCases.count]
      let others = (0..<Int.random(in: 0...2, using: &author.random)).map { _ in
        Author.Intent.harmless.randomElement(using: &author.random) ?? .addsCode
      }
      var (head, merge) = (states[start], states[tip])
      var (edits, fits) = ([Edit](), true)
      for one in [intent] + others {
        guard let more = author.edits(one, of: head, advisories), more.allSatisfy({ head.make($0) }) else {
          fits = false
          break
        }
        edits += more
      }
      guard fits else { continue }
      let merges = edits.allSatisfy { merge.make($0) }
      var marks = [importing.commit(head, after: states[start], on: "change-\(planned.count)", parents: [start + 1])]
      if merges {
        marks.append(
          importing.commit(merge, after: states[tip], on: "merge-\(planned.count)", parents: [tip + 1, marks[0]]))
      }
      planned.append(([intent] + others, start, tip, head, merges ? merge : nil, marks))
    }
    let ids = try importing.finish()
    main = states.indices.map { Version(commit: ids[$0], project: states[$0]) }
    changes = planned.map { one in
      Change(
        intents: one.intents, start: one.start, tip: one.tip,
        head: Version(commit: ids[one.marks[0] - 1], project: one.head),
        merge: one.merge.map { Version(commit: ids[one.marks[1] - 1], project: $0) })
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
