import Model
import System
import Testing

@testable import Documents

/// What a reader misses where the document has a similar name.
@Suite struct ReaderNotesTests {
  private func doubts(_ text: String, _ read: (JSONValue) -> Void) throws(Diagnostic) -> [Diagnostic] {
    let document = try JSONDocument(records: Input(name: "r.json", bytes: Array(text.utf8)))
    document.startTracking()
    read(document.root)
    guard document.hasLookAlikes else { return [] }
    document.startRecording()
    read(document.root)
    return try document.doubts()
  }

  private func severities(_ root: JSONValue) {
    for one in (try? root.elements()).map(Array.init) ?? [] { _ = one.text("severity") }
  }

  @Test func `a name that occurs once beside the asked one was damaged`() {
    let text = #"[{"severity":"low"},{"severitx":"high"},{"severity":"low"}]"#
    #expect(throws: Diagnostic.self) { try doubts(text, severities) }
  }

  @Test func `two names that both occur more often are the tool's`() throws {
    let text = #"[{"severity":"low"},{"severitx":"high"},{"severitx":"low"}]"#
    #expect(try doubts(text, severities).isEmpty)
  }

  @Test func `without the asked name the document does not tell`() throws {
    #expect(try doubts(#"[{"severitx":"high"},{"severitx":"low"}]"#, severities).count == 1)
  }

  @Test func `a name that the reader asks for as well is no look-alike, in whatever order`() throws {
    let text = #"{"matcher_name":"a"}"#
    #expect(try doubts(text) { _ = $0.text("matcher-name") ?? $0.text("matcher_name") }.isEmpty)
    #expect(try doubts(text) { _ = $0.text("matcher_name") ?? $0.text("matcher-name") }.isEmpty)
  }

  @Test func `the same name elsewhere in the document is another question`() throws {
    let text = #"{"tool":{"severity":"x"},"list":[{"severitx":"high"}]}"#
    #expect(
      try doubts(text) { for one in (try? $0.list("list")).map(Array.init) ?? [] { _ = one.text("severity") } }.count
        == 1)
  }

  @Test(arguments: [
    "1e999", "-1e999", String(repeating: "9", count: 400), String(repeating: "9", count: 3000) + "e-2990",
  ])
  func `a number beyond a double is refused where it is asked for, and nowhere else`(number: String) throws {
    let document = try JSONDocument(Input(name: "r.json", bytes: Array("{\"a\":\(number),\"b\":1}".utf8)))
    #expect(document.root.number("b") == 1)
    try document.throwIfUnreadable()
    #expect(document.root.number("a") == nil)
    #expect(throws: Diagnostic.self) { try document.throwIfUnreadable() }
  }
}
