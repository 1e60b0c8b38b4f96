import Model
import Testing

@testable import Git

private func text(_ name: String) -> String { (1...40).map { "\(name) has this as its line \($0)\n" }.joined() }

/// A commit that changes files, after one with `a`, `b` and `c`.
private func origins(_ commands: String) throws -> [String] {
  func put(_ path: String, _ content: String) -> String {
    "M 100644 inline \(path)\ndata \(content.utf8.count)\n\(content)\n"
  }
  var history = "commit refs/heads/main\ncommitter Ada <ada@example.com> 1600000000 +0000\ndata 0\n"
  for name in ["a", "b", "c"] { history += put(name, text(name)) }
  history += "commit refs/heads/main\ncommitter Ada <ada@example.com> 1700000000 +0000\ndata 0\n"
  for command in commands.split(separator: ";") {
    let words = command.split(separator: " ").map(String.init)
    switch words[0] {
    case "put": history += put(words[1], text(words[2]) + "and one line more\n")
    case "stub": history += put(words[1], "import \(words[1])\n")
    case "link": history += "D \(words[1])\nM 120000 inline \(words[1])\ndata 1\nc\n"
    default: history += "D \(words[1])\n"
    }
  }
  let sandbox = try Sandbox(packed: true, history)
  let repository = try sandbox.open()
  let changes = try repository.changes(
    from: sandbox.commit("refs/heads/main~1"), to: sandbox.commit("refs/heads/main"))
  return changes.sorted.compactMap { change in change.origin.map { "\(change.path) from \($0)" } }
}

@Test(arguments: [
  ("put d a;stub a", ["d from a"]), ("put d a;link a", ["d from a"]), ("put b a;delete a", ["b from a"]),
  ("put a b;put b a", ["a from b", "b from a"]),
  // A rename, a copy, an edit and new files come from nowhere else.
  ("put d a;delete a", []), ("put d a", []), ("put a a", []), ("put d d", []), ("stub a", []), ("put d d;stub a", []),
  ("put d a;put a a", []),
])
func `content that moves while its file is rewritten has an origin`(_ commands: String, _ expected: [String]) throws {
  #expect(try origins(commands) == expected)
}
