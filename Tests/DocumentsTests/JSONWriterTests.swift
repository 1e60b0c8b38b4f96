import Console
import Documents
import Testing

struct JSONWriterTests {
  private func sample(_ layout: JSONWriter.Layout) -> JSONWriter {
    var writer = JSONWriter(layout)
    writer.object { writer in
      writer.field("text", "a\"\\\n\u{1b}é😀\u{202e}\u{2028}")
      writer.field("absent", nil as String?)
      writer.field("count", -42)
      writer.field("score", 9.5)
      writer.field("on", true)
      writer.array("list") { writer in
        writer.value(1)
        writer.array { _ in }
        writer.object { $0.field("names", ["x", "y"]) }
        writer.null()
        writer.value(Double.infinity)
      }
      writer.object("empty") { _ in }
    }
    return writer
  }

  @Test func `compact output is one line and inert`() {
    let expected =
      #"{"text":"a\"\\\n\u001bé😀\u202e\u2028","count":-42,"score":9.5,"on":true,"#
      + #""list":[1,[],{"names":["x","y"]},null,null],"empty":{}}"#
    #expect(sample(.compact).text == expected)
  }

  @Test func `pretty output indents by two and says the same`() throws {
    let text = sample(.pretty).text
    #expect(text.hasPrefix("{\n  \"text\": \"a") && text.hasSuffix("\n  \"empty\": {}\n}"))
    #expect(
      text.contains(
        "  \"list\": [\n    1,\n    [],\n    {\n      \"names\": [\n        \"x\",\n        \"y\"\n      ]\n    },"))
    #expect(try parse(text).members().map(\.key) == parse(sample(.compact).text).members().map(\.key))
  }

  @Test func `what is written reads back as it was`() throws {
    for value in [0, 0.1, -0.0, 1e300, .leastNonzeroMagnitude, 1e16, 123_456_789.125, .pi, .greatestFiniteMagnitude] {
      var writer = JSONWriter()
      writer.value(value)
      #expect(try parse(writer.text).number == value, "\(writer.text)")
    }
    for code in (0..<0x300).map({ UInt32($0) }) + [0x2028, 0xFEFF, 0xFFFE, 0x1F600, 0x1FFFF, 0xE0041, 0x10FFFF] {
      guard let scalar = Unicode.Scalar(code) else { continue }
      var writer = JSONWriter()
      writer.value("x\(scalar)\u{1F9D1}")
      let read = try parse(writer.text).text
      #expect(read?.unicodeScalars.elementsEqual("x\(scalar)\u{1F9D1}".unicodeScalars) == true, "\(writer.text)")
      #expect(writer.text == writer.text.neutralized())
    }
  }

  @Test func `lines of JSON stand one below the other`() {
    var writer = JSONWriter()
    for number in 1...2 {
      writer.object { $0.field("n", number) }
      writer.newline()
    }
    #expect(writer.text == "{\"n\":1}\n{\"n\":2}\n")
  }
}
