import Documents
import Foundation
import Model
import System
import Testing

func parse(_ text: String, limits: JSONLimits = .standard) throws(Diagnostic) -> JSONValue {
  try JSONDocument(Input(name: "test.json", bytes: Array(text.utf8)), limits: limits).root
}

func refusal(_ bytes: [UInt8], named name: String = "test.json", limits: JSONLimits = .standard) -> Diagnostic? {
  do throws(Diagnostic) {
    _ = try JSONDocument(Input(name: name, bytes: bytes), limits: limits)
    return nil
  } catch { return error }
}

struct JSONReaderTests {
  @Test(arguments: [
    ("", DiagnosticCode.jsonInvalid, "1:1"), (" ", .jsonInvalid, "1:2"), ("[1,]", .jsonInvalid, "1:4"),
    ("{\"a\":1,}", .jsonInvalid, "1:8"), ("[1 2]", .jsonInvalid, "1:4"), ("{'a':1}", .jsonInvalid, "1:2"),
    ("{\"a\" 1}", .jsonInvalid, "1:6"), ("[1}", .jsonInvalid, "1:3"), ("{\"a\":1]", .jsonInvalid, "1:7"),
    ("[\n\"abc", .jsonInvalid, "2:1"), ("[]x", .jsonInvalid, "1:3"), ("nul", .jsonInvalid, "1:1"),
    ("truE", .jsonInvalid, "1:1"), ("fals", .jsonInvalid, "1:1"), ("[01]", .jsonInvalid, "1:2"),
    ("-", .jsonInvalid, "1:1"), ("1.", .jsonInvalid, "1:1"), (".5", .jsonInvalid, "1:1"), ("1e", .jsonInvalid, "1:1"),
    ("+1", .jsonInvalid, "1:1"), ("NaN", .jsonInvalid, "1:1"),
    ("\"\\x\"", .jsonInvalid, "1:2"), ("\"\\u12g4\"", .jsonInvalid, "1:2"), ("\"\\u12", .jsonInvalid, "1:2"),
    ("\"\\ud800\"", .encodingInvalid, "1:2"), ("\"\\udc00\"", .encodingInvalid, "1:2"),
    ("\"\\ud800\\u0041\"", .encodingInvalid, "1:2"),
    ("\"a\tb\"", .jsonInvalid, "1:3"), ("[\u{0c}1]", .jsonInvalid, "1:2"), ("\u{feff}\u{feff}1", .jsonInvalid, "1:2"),
    ("{\"a\":1,\"a\":2}", .jsonDuplicateKey, "1:8"), ("{\"a\":1,\"\\u0061\":2}", .jsonDuplicateKey, "1:8"),
    ("[{\"é\":{\"é\":1},\"b\":[{}],\"é\":2}]", .jsonDuplicateKey, "1:24"),
    ("{\"\":1,\"\":1}", .jsonDuplicateKey, "1:7"),
    ("{\"package-lock\":1,\"package-lock\":1}", .jsonDuplicateKey, "1:19"),
  ])
  func `what is no JSON is refused at the position of the fault`(text: String, code: DiagnosticCode, position: String)
    throws
  {
    let refused = try #require(refusal(Array(text.utf8)))
    #expect(refused.code == code)
    #expect(refused.position?.description == "test.json:\(position)")
  }

  @Test(
    arguments: [
      [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0xE2, 0x82, 0x22],
      [0x22, 0x80, 0x22], [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22], [0xFF, 0xFE, 0x31, 0x00],
      [0xFE, 0xFF, 0x00, 0x31],
      [0x5B, 0x00, 0x5D, 0x00], [0x00, 0x00, 0x00, 0x31], [0x31, 0x00],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    #expect(refusal(bytes)?.code == .encodingInvalid)
  }

  @Test(arguments: [#""\ud800""#, #""a\udcffb""#, #"{"\ude00\ud83d":1}"#])
  func `half of a pair is no character, and the name of a file that scanners write so is to be mended`(text: String) {
    let found = refusal(Array(text.utf8))
    #expect(found?.code == .encodingInvalid && found?.help?.contains("rename the file") == true)
  }

  @Test(arguments: [
    "{}", "[]", "0", "-0", "1E+2", "\"\"", "null", " [ ] ", "\u{feff}1", "[[],{}]", "{\"a\":{\"a\":1}}",
    "[{\"a\":1},{\"a\":1}]",
    "{\"a\":1,\"A\":1}", "{\"ab\":1,\"abc\":1}", "\"\\ud83d\\ude00\"", "\"\u{7f}\u{2028}\u{fffe}\"", "1e-999",
    "[1\r\n,\t2]",
    "{\"\u{e9}\":1,\"e\u{301}\":2}",
  ])
  func `what is JSON is accepted`(text: String) {
    #expect(refusal(Array(text.utf8)) == nil)
  }

  @Test func `a key that comes twice is found among many, and only then`() throws {
    for count in [3, 63, 64, 65, 66, 5000] {
      let keys = (0..<count).map { "\"a-rather-long-key-\($0)-with-the-same-ends\":[{}]" }
      #expect(refusal(Array("{\(keys.joined(separator: ","))}".utf8)) == nil)
      let twice = keys + [keys[count / 2]]
      #expect(refusal(Array("{\(twice.joined(separator: ","))}".utf8))?.code == .jsonDuplicateKey)
    }
  }

  @Test func `limits of size and depth hold to the last one`() {
    let deep = { (levels: Int) in
      Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
    }
    #expect(refusal(deep(512)) == nil)
    #expect(refusal(deep(513))?.code == .jsonTooDeep)
    #expect(refusal(deep(3), limits: JSONLimits(depth: 2))?.code == .jsonTooDeep)
    #expect(refusal(deep(2), limits: JSONLimits(bytes: 4)) == nil)
    #expect(refusal(deep(2), limits: JSONLimits(bytes: 3))?.code == .fileTooLarge)
    #expect(refusal(Array(String(repeating: "[{\"a\":", count: 100_000).utf8))?.code == .jsonTooDeep)
  }

  @Test func `a text cut at any byte is never accepted`() {
    let text =
      #" {"runs":[{"a\u00e9\ud83d\ude00":-1.5e3,"ok":[true,false,null,{},[]],"text":"é😀 long enough for sixteen"}]}"#
    let bytes = Array(text.utf8)
    #expect(refusal(bytes) == nil)
    for end in 0..<bytes.count { #expect(refusal(Array(bytes[..<end])) != nil, "cut at \(end)") }
  }

  @Test func `a byte changed anywhere never crashes, and what is accepted can be walked`() throws {
    let bytes = Array(#"{"a":[1,2.5,"x\n",{"b":null,"c":true}],"d\u0041":{"e":"é"},"f":-0}"#.utf8)
    for position in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[position] = byte
        guard let root = try? JSONDocument(Input(name: "m", bytes: changed)).root, root.kind == .object else {
          continue
        }
        for (_, value) in try root.members() { _ = (value.scalar, value.number, value.bytes.count) }
      }
    }
  }

  /// More values for its bytes than any report has: the tape is made anew with room for all.
  @Test(arguments: [
    ("[" + repeatElement("[]", count: 5_000).joined(separator: ",") + "]", 5_000, false),
    ("[" + repeatElement("1", count: 5_000).joined(separator: ",") + "]", 5_000, false),
    (String(repeating: "[]1", count: 5_000), 10_000, true), (String(repeating: "\"\"", count: 5_000), 5_000, true),
    (String(repeating: "[", count: 500) + String(repeating: "]", count: 500), 1, false),
  ])
  func `a text that is dense with values is read`(text: String, count: Int, isSequence: Bool) throws {
    let input = Input(name: "dense", bytes: Array(text.utf8))
    let root = try (isSequence ? JSONDocument(sequence: input) : JSONDocument(input)).root
    #expect(try root.elements().count == count)
  }
}
