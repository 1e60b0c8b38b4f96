import Documents
import Testing

@Suite struct XMLTests {
  @Test func `an element stands where its tag ends, not where the parser has got to`() throws {
    let text = "<a>\n  <b\n    c='1'>\n    <d/>\n  </b>\n\n  <b/>\n</a>\n"
    let root = try XMLDocument(Input(name: "report.xml", bytes: Array(text.utf8))).root
    #expect(root.line == 1)
    #expect(root.children("b").map(\.line) == [3, 7])
    #expect(root.descendants("d").map(\.line) == [4])
  }
}
