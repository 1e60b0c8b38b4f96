import Model
import Testing

@testable import Pipeline

struct NumberedLinesTests {
  private func change(
    added: [ClosedRange<Int>] = [], removed: [ClosedRange<Int>] = [], moved: [FileChange.MovedLine] = []
  ) -> LineMap {
    var change = FileChange(path: "a.py", status: .modified, added: added, removed: removed)
    change.moved = moved
    return LineMap(change)
  }

  private func lines(_ text: String) -> Lines { Lines(Array(text.utf8)) }

  private func numbers(_ text: String, _ old: [(String, LineMap)] = []) -> [Int] {
    let new = lines(text)
    var numbered = NumberedLines(new, wanted: Array(1...new.count))
    for (text, map) in old { numbered.precede(with: lines(text), by: map) }
    numbered.number()
    return (1..<new.count).map { numbered.numbers[$0] ?? -1 }
  }

  @Test func `lines of one text are numbered in their order, whatever their blanks`() {
    #expect(numbers("run\nother\n  run\nrun\r\n") == [0, 0, 1, 2])
  }

  @Test func `what the change adds is numbered after all that was there`() {
    #expect(numbers("run\na\nrun\nb\nrun\n", [("a\nrun\nb\n", change(added: [1...1, 5...5]))]) == [1, 0, 0, 0, 2])
    // The first one was removed: its number is nobody's.
    #expect(numbers("a\nrun\nrun\n", [("run\na\nrun\n", change(added: [3...3], removed: [1...1]))]) == [0, 1, 2])
  }

  @Test func `a moved line keeps its number`() {
    let moved = [FileChange.MovedLine(head: 2, base: 1, isWhole: true)]
    let map = change(added: [1...2], removed: [1...1], moved: moved)
    #expect(numbers("if x:\n  run\nrun\n", [("run\nrun\n", map)]) == [0, 0, 1])
  }

  @Test func `numbers last over several steps`() {
    // A copy came above, and then the old one was removed.
    let (first, second) = (("run\na\n", change(added: [1...1])), ("run\nrun\na\n", change(removed: [2...2])))
    #expect(numbers("run\na\n", [second, first]) == [1, 0])
  }

  @Test func `a secret is told by its line, and a key by all of its lines`() {
    func digests(_ text: String) -> [String?] {
      let new = lines(text)
      var numbered = NumberedLines(new, wanted: Array(1...new.count))
      numbered.number()
      return [numbered.digest(of: 1), numbered.digestOfSecret(at: 1)]
    }
    let key = "-----BEGIN PRIVATE KEY-----\nMII1\n\nAAAA\n-----END PRIVATE KEY-----\n"
    let (one, other) = (digests(key), digests(key.replacing("MII1", with: "MII2")))
    #expect(one[0] == other[0] && one[1] != other[1])
    #expect(digests(key.replacing("\n", with: "\r\n  ") + "more\n")[1] == one[1])
    let open = "-----BEGIN PRIVATE KEY-----\nMII1\n"
    #expect(digests(open)[0] == digests(open)[1], "a key that does not end is only a line")
    #expect(digests("token = 1\n")[0] == digests("token = 1\n")[1])
  }
}
