import Documents
import Foundation
import Model
import System
import Testing

struct JSONValueTests {
  let sample = """
    {"name": "a\\"b\\u00e9\\ud83d\\ude00", "count": 42, "score": 9.50, "whole": 79.0, "year": "2026", "on": true, "off": false,
     "nothing": null, "list": [1, "two", [3], {"x": 4}], "empty": [], "inner": {"~a/b": {"deep": [0, {"here": "!"}]}},
     "\\u006bey": 1, "big": 9223372036854775807, "bigger": 9223372036854775808, "small": -9223372036854775808}
    """

  @Test func `members are found by name, and null is the same as missing`() throws {
    let root = try parse(sample)
    #expect(root.text("name") == "a\"bé😀")
    #expect(root["nothing"] == nil && root.has("nothing") && !root.has("missing") && root["missing"] == nil)
    #expect(root.integer("key") == 1 && root[member: "key"]?.integer == 1 && root[member: "count"]?.integer == 42)
    #expect(root["list"]?["x"] == nil)
    #expect(root["inner"]?["~a/b"]?.list0?.first?.integer == 0)
  }

  @Test func `scalars are read as what they are, and strings that are wholly a number as that`() throws {
    let root = try parse(sample)
    #expect(root.integer("count") == 42 && root.integer("whole") == 79 && root.integer("year") == 2026)
    #expect(root.integer("score") == nil && root.integer("name") == nil && root.integer("on") == nil)
    #expect(root.integer("big") == .max && root.integer("small") == .min && root.integer("bigger") == nil)
    #expect(root.number("bigger") == 9223372036854775808 && root.number("score") == 9.5 && root.number("year") == 2026)
    #expect(root.scalar("score") == "9.50" && root.scalar("on") == "true" && root.scalar("year") == "2026")
    #expect(root.scalar("list") == nil && root.text("count") == nil)
    #expect(root.flag("on") == true && root.flag("off") == false && root.flag("count") == nil)
    for text in ["\" 7\"", "\"7 \"", "\"+7\"", "\"0x7\"", "\"nan\"", "\"inf\"", "\"1e999\"", "\"\"", "\"07\""] {
      #expect(try parse(text).number == nil && parse(text).integer == nil, "\(text)")
    }
  }

  @Test func `lists and members come in the order of the document`() throws {
    let root = try parse(sample)
    let list = try root.list("list")
    #expect(list.count == 4 && list.map(\.kind) == [.number, .string, .array, .object] && list.first?.integer == 1)
    #expect(try root.list("empty").isEmpty && root.list("missing").isEmpty && root.list("nothing").first == nil)
    let members = try root.members()
    #expect(members.count == 15 && members.map(\.key).prefix(3) == ["name", "count", "score"])
    #expect(try root.object("inner")?.members().map(\.key) == ["~a/b"] && root.object("nothing") == nil)
    #expect(root["year"]?.equals("2026") == true && root["year"]?.equals("202") == false)
    #expect(root["name"]?.equals("a\"bé😀") == true && root["count"]?.equals("42") == false)
  }

  @Test func `the wrong type says what was expected, what was found, and where`() throws {
    let root = try parse(sample)
    let error = try #require(throws: Diagnostic.self) { try root.list("name") }
    #expect(error.code == .jsonUnexpectedType)
    #expect(error.text == "expected an array at /name, found a string")
    #expect(error.position == SourcePosition(file: "test.json", line: 1, column: 10, pointer: "/name"))
    #expect(throws: Diagnostic.self) { try root.object("list") }
    #expect(throws: Diagnostic.self) { try root.elements() }
    #expect(throws: Diagnostic.self) { try root["list"]?.members() }
  }

  @Test func `each value knows its pointer, and many are resolved at once`() throws {
    let root = try parse(sample)
    var values = [root], offsets: [Int] = [], expected: [String] = []
    while let value = values.popLast() {
      (offsets, expected) = (offsets + [value.offset], expected + [value.position.pointer ?? "-"])
      if value.kind == .object { values += try value.members().map(\.value) }
      if value.kind == .array { values += try Array(value.elements()) }
    }
    #expect(
      expected.contains("/inner/~0a~1b/deep/1/here") && expected.contains("/list/2/0") && expected.contains("/key"))
    #expect(root.position.pointer == "" && Set(expected).count == expected.count)
    let document = try JSONDocument(Input(name: "s", bytes: Array(sample.utf8)))
    #expect(document.pointers(at: offsets) == expected)
  }

  @Test func `values one after the other are read as an array of them`() throws {
    let read = { (text: String) throws(Diagnostic) in
      try JSONDocument(sequence: Input(name: "l.jsonl", bytes: Array(text.utf8))).root.elements()
    }
    let list = try read("{\"a\":1}\n{\"a\":[2]}{\"a\":{}}\n7\n")
    #expect(list.map(\.kind) == [.object, .object, .object, .number])
    #expect(list.map { $0.position.description } == ["l.jsonl:1:1", "l.jsonl:2:1", "l.jsonl:2:10", "l.jsonl:3:1"])
    #expect(list.compactMap { $0["a"]?.position.pointer } == ["/0/a", "/1/a", "/2/a"])
    #expect(try read("").isEmpty && read(" \n").isEmpty && read("{}").first?.position.pointer == "/0")
    for broken in ["{}\n{", "{},{}", "{}]", "1\n\"", "{\"a\":1,\"a\":1}"] {
      #expect(throws: Diagnostic.self) { try read(broken) }
    }
  }

  @Test(arguments: [
    "0", "-0", "0.1", "-2.5", "9.8", "0.00042", "999999999999999", "123456789.012345", "0.1234567890123456", "1e-7",
  ])
  func `a number is the nearest double, however it is read`(text: String) throws {
    let number = try #require(try parse(text).number)
    #expect(number.bitPattern == Double(text)?.bitPattern)
  }

  @Test func `a key is found among keys that differ from it in one byte, whatever its length`() throws {
    let root = try parse(
      """
      {"abcdefX": 0, "abcdefg": 7, "abcdefgX": 0, "abcdefgh": 8, "Xbcdefghi": 0, "abcdefghi": 9, "abcdefghXjklmnop": 0,
       "abcdefghijklmnop": 16, "abcdefghijklmnopX": 0, "abcdefghijklmnopq": 17, "": 1}
      """)
    #expect(root.integer("abcdefg") == 7 && root.integer("abcdefgh") == 8 && root.integer("abcdefghi") == 9)
    #expect(root.integer("abcdefghijklmnop") == 16 && root.integer("abcdefghijklmnopq") == 17 && root.integer("") == 1)
    #expect(root["abcdefghij"] == nil && root["bcdefg"] == nil && root[member: "abcdefghi"]?.integer == 9)
  }

  @Test func `bytes are the text as written`() throws {
    let root = try parse(sample)
    #expect(root["list"].map { String(decoding: $0.bytes, as: UTF8.self) } == #"[1, "two", [3], {"x": 4}]"#)
    #expect(root["empty"].map { String(decoding: $0.bytes, as: UTF8.self) } == "[]")
    #expect(
      root["inner"].map { String(decoding: $0.bytes, as: UTF8.self) } == #"{"~a/b": {"deep": [0, {"here": "!"}]}}"#)
    #expect(root["year"].map { String(decoding: $0.bytes, as: UTF8.self) } == "2026")
    #expect(Array(root.bytes) == Array(sample.utf8))
  }
}

extension JSONValue {
  fileprivate var list0: JSONList? { try? list("deep") }
}

@Test func `members are found in whatever order they are asked for`() throws {
  let text = #"{"a":1,"b":{"c":2,"a":3},"d":[{"a":4},{"a":5,"b":6}],"e":7}"#
  let root = try JSONDocument(Input(name: "t.json", bytes: Array(text.utf8))).root
  let names: [(StaticString, Int?)] = [("a", 1), ("e", 7), ("x", nil), ("c", nil)]
  for (one, first) in names {
    for (other, second) in names {
      // Look-ups in the other objects come between.
      #expect(root.integer(one) == first && root["b"]?.integer(other) == ["a": 3, "c": 2]["\(other)"])
      let last = try root["d"]?.lastElement
      #expect(root.integer(other) == second && last?.integer("b") == 6 && last?.integer("a") == 5)
      #expect(root.integer(one) == first)
    }
  }
}

extension JSONValue {
  fileprivate var lastElement: JSONValue? {
    get throws { Array(try elements()).last }
  }
}
