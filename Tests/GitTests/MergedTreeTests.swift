import Foundation
import Model
import TestSupport
import Testing

@testable import Git

/// A tree of the target branch with a change merged has what `git merge` makes.
@Suite struct MergedTreeTests {
  /// The content of one file at the common commit, on the target branch and in the change; nil where it is not there.
  static let cases: [(String?, String?, String?)] = {
    let contents: [String?] = [nil, "1\n2\n3\n4\n5\n6\n7\n", "one\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\n4\n5\n6\nseven\n"]
    return contents.flatMap { old in contents.flatMap { ours in contents.map { (old, ours, $0) } } }
  }()

  @Test func `a merged tree is what git makes of the two sides`() throws {
    let sandbox = try Sandbox()
    try sandbox.load(history)
    let repository = try sandbox.open()
    let ids = try ["base", "ours", "theirs"].map { try repository.resolve("refs/heads/\($0)").commit }
    let change = try repository.tree(at: ids[2])
    let merged = try repository.mergedTree(of: ids[1], and: change, since: ids[0])
    try sandbox.git(["checkout", "-q", "ours"])
    _ = try run(
      "/usr/bin/git", ["merge", "-q", "--no-edit", "-s", "resolve", "theirs"], in: sandbox.repository,
      environment: Sandbox.environment)
    let conflicts = Set(
      try sandbox.git(["diff", "--name-only", "--diff-filter=U"]).split(separator: "\n").map(String.init))
    var compared = 0
    for (index, (_, _, theirs)) in Self.cases.enumerated() {
      let path = "d/f\(index)"
      let file = try? String(contentsOf: sandbox.repository.appending(path: path), encoding: .utf8)
      let wanted = conflicts.contains(path) ? theirs : file
      let found = try merged.read(path, limit: 1000).map { String(decoding: $0, as: UTF8.self) }
      #expect(found == wanted, "\(path): \(Self.cases[index])")
      #expect(try merged.list("d").contains { $0.path == path } == (wanted != nil), "\(path)")
      compared += 1
    }
    #expect(compared == 64 && conflicts.count > 3)
  }

  private var history: String {
    func commit(_ branch: String, _ mark: Int, _ side: ((String?, String?, String?)) -> String?) -> String {
      var text =
        "commit refs/heads/\(branch)\nmark :\(mark)\ncommitter Ada <ada@example.com> 170000000\(mark) +0000\ndata 1\nx\n"
      text += mark == 1 ? "" : "from :1\ndeleteall\n"
      text += "M 100644 inline keep\ndata 2\nk\n\n"
      for (index, content) in Self.cases.enumerated() {
        guard let content = side(content) else { continue }
        text += "M 100644 inline d/f\(index)\ndata \(content.utf8.count)\n\(content)\n"
      }
      return text
    }
    return commit("base", 1) { $0.0 } + commit("ours", 2) { $0.1 } + commit("theirs", 3) { $0.2 }
  }
}
