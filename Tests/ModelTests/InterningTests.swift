import Documents
import Model
import TestSupport
import Testing

struct InterningTests {
  @Test func `equal texts have one number, whichever thread says them first`() {
    let texts = (0..<6000).map { "interned-\($0)-\(String(repeating: "é", count: $0 % 40))" }
    let said = inParallel(8) { thread in
      var random = Seeded(UInt64(thread))
      return texts.indices.shuffled(using: &random).map { index in
        let text = Text(texts[index])
        return (index: index, text: text, isSame: text.wrappedValue == texts[index])
      }
    }
    var numbers: [Int: UInt32] = [:]
    for (index, text, isSame) in said.joined() {
      #expect(isSame && numbers[index, default: text.number] == text.number)
      numbers[index] = text.number
    }
    #expect(Set(numbers.values).count == texts.count && !numbers.values.contains(0))
  }

  @Test func `equal lists have one number, whichever thread says them first`() {
    let said = inParallel(8) { thread in
      var random = Seeded(UInt64(thread))
      return (0..<3000).shuffled(using: &random).map { ($0, Interned(["interned", "\($0)"]).number) }
    }
    let numbers = Dictionary(said.joined(), uniquingKeysWith: { $0 == $1 ? $0 : 0 })
    #expect(Set(numbers.values).count == 3000 && !numbers.values.contains(0))
  }

  @Test func `a text is its bytes, and its order is theirs`() {
    #expect(Text("\u{e9}") != Text("e\u{301}") && Text("é") == Text("é"))
    let words = ["", "a", "aa", "a\u{0}", "b", "é", "😀", "\u{ffff}", "abcdefgh", "abcdefghi", "abcdefgj"]
    #expect(
      words.map { Text($0) }.sorted().map(\.wrappedValue) == words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    )
  }
}
