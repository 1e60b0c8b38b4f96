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
}
