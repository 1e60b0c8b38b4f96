import Documents
import System
import Testing

@Suite struct XMLLines {
  @Test func `an element stands on the line where its opening tag ends`() throws {
    let text = "<a>\n<b/>\n<c\n d='1'>\n<e/></c>\n<f/>\n</a>\n"
    let root = try XMLDocument(Input(name: "report.xml", bytes: Array(text.utf8))).root
    #expect(root.children().map(\.line) == [2, 4, 6])
    #expect(root.child("c")?.child("e")?.line == 5)
    #expect(root.child("c")?.attributeNames == ["d"])
  }
}
