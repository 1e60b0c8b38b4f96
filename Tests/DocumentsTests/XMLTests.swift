import Documents
import Model
import System
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

extension XMLTests {
  @Test(arguments: [
    "<!DOCTYPE a [<!ELEMENT a (b*)><!ATTLIST a c CDATA #IMPLIED>]><a/>", "<!DOCTYPE a SYSTEM \"docs/a.dtd\"><a/>",
    "<!DOCTYPE a><a>&amp;&#65;</a>",
  ])
  func `a DOCTYPE that only names elements is passed over`(_ text: String) throws {
    #expect(try XMLDocument(Input(name: "report.xml", bytes: Array(text.utf8))).root.name == "a")
  }

  @Test(arguments: [
    "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
    "<!DOCTYPE a [<!ENTITY % b \"c\">]><a/>", "<!DOCTYPE a [<!ENTITY % b SYSTEM \"http://127.0.0.1:1/\"> %b;]><a/>",
    "<!DOCTYPE a [<!NOTATION n SYSTEM \"n\"><!ENTITY b SYSTEM \"b\" NDATA n>]><a/>",
    "<!DOCTYPE a SYSTEM \"a.dtd\"><a>&b;</a>", "<!DOCTYPE a SYSTEM \"a.dtd\"><a c=\"&b;\"/>",
    "<!DOCTYPE a SYSTEM \"a.dtd\" [<!ELEMENT a ANY> %b;]><a/>", "<b:a/>", "<a b:c=\"\"/>", "<a>&b;</a>",
  ])
  func `what could hide or lend a text is refused`(_ text: String) {
    #expect(throws: Diagnostic.self) { try XMLDocument(Input(name: "report.xml", bytes: Array(text.utf8))) }
  }
}
