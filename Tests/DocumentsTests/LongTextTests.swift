import Foundation
import Model
import System
import TestSupport
import Testing

@testable import Documents

/// A file that is read in pieces says what it says when it is read whole.
struct LongTextTests {
  private let folder: TemporaryFolder
  private static let sizes = [
    StreamingSizes(window: 16, piece: 8, list: 16, file: 1),
    StreamingSizes(window: 7, piece: 40, list: 60, file: 1),
    StreamingSizes(window: 64, piece: 1, list: 2, file: 1),
    StreamingSizes(window: 1, piece: 100, list: 300, file: 1),
  ]

  init() throws { folder = try TemporaryFolder() }

  /// The outline of a document, or why there is none.
  private func said(_ input: Input) -> [String] {
    do throws(Diagnostic) {
      let root = try JSONDocument(records: input).root
      let said = try root.everything()
      try root.finish()
      return said
    } catch { return ["\(error.code) \(error.text)", "\(error.position?.description ?? "")", "\(error.because)"] }
  }

  /// How often it was read in pieces.
  @discardableResult
  private func expectSame(_ bytes: [UInt8]) throws -> Int {
    let path = try folder.write(bytes, as: "\(UUID().uuidString).json")
    let whole = said(try Files.read(path))
    var count = 0
    for sizes in Self.sizes {
      let input = try Files.readReport(path, sizes)
      count += input.map == nil ? 0 : 1
      #expect(input.digest == Digest.sha256(bytes))
      let said = said(input)
      let other = zip(said, whole).first { $0 != $1 }
      #expect(said.count == whole.count && other == nil, "\(String(describing: other))")
    }
    return count
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `any document is the same in pieces`(seed: UInt64) throws {
    var random = RandomJSON(seed)
    let text = random.document()
    try expectSame(Array(text.utf8))
    try expectSame(Array("\u{feff}\r\n\(text)\r\n \n".utf8))
  }

  /// `#` is a byte that is no UTF-8, `0` in a text one that is zero.
  @Test(arguments: [
    #"{"version":1,"list":[{"x":1},"# + "\n" + #"{"x":2},{"x":3}],"after":[true]}"#,
    #"[{"x":1},{"x":2},{"x":[1,2,3,4,5,6,7,8,9,10,11,12,13,14]}]"#, "{\"list\": [1,2,3,4,5,6,7,8] }  ", "[          ]",
    "{\"list\":[\n\n\n\n\n\n\n\n\n\n ]}", "{\"x\":[1,2,3,4,5,6,7,8]}{\"y\":1}\n{\"z\":[1,2,3,4,5,6,7,8]}",
    "{\"x\":1,\"y\":2}\r\n{\"x\":1,\"y\":2}\r\n\r\n{\"x\":1,\"y\":2}\r\n", "{\"x\":1,\"y\":2}{\"x\":3}{\"x\":[{}]}",
    "[1,2,3,4,5,6,7,8,9]\n[1,2,3,4,5,6,7,8,9,10]", "[[1,2,3,4,5,6,7,8,9]][[1,2,3,4,5,6,7,8,9]]{}",
    #"["a giant, \"that\" [has, all] {things}, and is much longer than a piece and a list may be, by far and wide"]"#,
    #"[{"giant":"1111111111111111111111111111111111111111","inner":{"a":1,"b":2}},2,3]"#,
    "[\"\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}\",\n\"é\", \"\u{2028}\"]",
  ])
  func `lists, sequences and giants are the same in pieces`(text: String) throws {
    #expect(try expectSame(Array(text.utf8)) > 0, "it is read in pieces")
  }

  @Test(arguments: [
    #"[1,2,3,4,5,6,7,8,9] x"#, #"[1,2,3,4,5,6,7,8,9],"#, "[1,2,3,4,5,6,7,8,9]]", "[[1,2,3,4,5,6,7,8,9]",
    "{\"a\":[1,2,3,4,5,6,7,8,9}", "{\"x\":1,\"y\":2}\n7\n{\"x\":1,\"y\":2}", "[1,2]\n[3]\n[4]",
    "{\"x\":1,\"yyyyyyyyyyyy\":2}\n\u{feff}{\"x\":1,\"y\":2}", "{\"x\":1,\"y\":2},{\"x\":1,\"y\":2}",
    "[\u{0b}1,2,3,4,5,6,7]",
    "\u{0c}[1,2,3,4,5,6,7,8,9]", "null", "7", "\"a text that is long enough\"", " ", "{}", "[]", "{\"a\":1}",
  ])
  func `what is not read in pieces is refused or read as ever`(text: String) throws { try expectSame(Array(text.utf8)) }

  @Test(arguments: [
    "{\"a\":[{\"x\":1},\n{\"x\":2,}\n,{\"x\":3}]}", "{\"a\":[{\"x\":1},{\"x\":2}, {'x':3}]}",
    "[1,2,3,4,5,tru,7,8,9,10]",
    "{\"a\":[1,2,3,4,5,6 7,8,9,10,11,12,13]}", "{\"a\":[1,2,3,4,5,6,7,8:9,10,11,12,13]}", "[1,2,3,4,5,6,7,8,01,9,10]",
    "{\"a\":[{\"x\":1},{\"x\":2},\n  {\"é\":3,\"y\":4,\"é\":5}]}", "{\"list\":[\"aaaaaaaaaaaaaaaaa\",\n\"\\x\",\"b\"]}",
    "{\"list\":[\"aaaaaaaaaaaaa\",\"\\ud800\", \"b\"]}", "[1,2,3,4,5,6,7,8,9,\"a\tb\"]",
    // Nothing before, between or after the commas.
    "[,1,2,3,4,5,6,7,8,9]", "[         ,1,2,3]", "[1,2,3,4,5,6,7,8,9,]", "[1,2,3,4,5,6,7,8,9,        ]",
    "[1,2,3,,4,5,6,7,8,9]", "[1,2,3,4,      ,5,6,7,8]", "[,,,,,,,,,,,,,,,,,,,,,,]", "[           ,            ]",
    // No UTF-8, and a zero.
    "[\"aaaaaaaaaaaa\",\n\"é§\",\"bbbbbbb\"]", "{\"list\":[\"aaaaaaaaaaaa\",\"b\"],\n\"c\":\"§\"}",
    "{\"aaaaaaaaaaaaa\":1}\n{\"b\":\"§\",\"c\":1}",
    "[\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"¤\",1,2,3,4,5,6,7,8]",
    "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\":1}\n{\"¤\":1,\"c\":1,\"dddddddddddddddd\":2}",
    // Beside the lists.
    "{\"list\":[1,2,3,\n4,5,6,7,8,9],\n\"é\":tru}", "{\"list\":[1,2,3,4,5,6,7,8,9],\"list\":[1,2,3,4,5,6,7,8,9]}",
    "{\"list\":[1,2,3,4,5,6,7,8,9]\n \"b\":1}", "{\"list\" [1,2,3,4,5,6,7,8,9]}", "[[1,2,3,4,5,6,7,8,9],\n[1,2],]",
    "{\"a\":[1,2,3,4,5,6,7,8,9],\n\"b\":[1,2,3,4,\n5,6,7,8,9],\"b\":1}", "{\"x\":1,\"y\":22222}\n{\"x\":1,\"x\":2}\n{}",
    "{\"x\":1,\"y\":22222}\n{\"x\":1,}\n{}", "{[1,2,3,4,5,6,7,8,9]:1}", "[1[1,2,3,4,5,6,7,8,9]]",
  ])
  func `what is no JSON is refused with the same words and the same position`(text: String) throws {
    let bytes = Array(text.replacing("§", with: "\u{1}\u{2}").utf8)
    let broken = bytes.replacing([1, 2], with: [0xC3]).replacing(Array("¤".utf8), with: [0])
    #expect(try expectSame(broken) > 0, "it is read in pieces")
    #expect(throws: Diagnostic.self) { try JSONDocument(records: Input(name: "whole", bytes: broken)) }
  }

  @Test(arguments: [511, 512, 513]) func `lists are as deep as anything may be`(levels: Int) throws {
    func refusal(_ input: Input) -> Diagnostic? {
      do throws(Diagnostic) {
        try JSONDocument(records: input).root.finish()
        return nil
      } catch { return error }
    }
    let deep = levels - 1
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      let text = String(repeating: open, count: deep) + "[1,2,3,4,5,6,7,8]" + String(repeating: close, count: deep)
      let path = try folder.write(Array(text.utf8), as: "deep.json")
      let whole = refusal(try Files.read(path))
      #expect(whole?.code == (levels > 512 ? .jsonTooDeep : nil))
      for sizes in Self.sizes { #expect(refusal(try Files.readReport(path, sizes)) == whole) }
    }
  }

  @Test func `a fault is told though nobody reads that list`() throws {
    let text = "{\"a\":[1,2,3,4,5,6,7,8,9],\n\"b\":[1,2,3,4,\n5,6,7,x,8,9],\"c\":[1,2,3,4,y,5,6,7]}"
    let root = try root(of: text)
    #expect(try root.list("a").count == 9)
    let fault = try #require(throws: Diagnostic.self) { try root.finish() }
    #expect(fault.code == .jsonInvalid && fault.position?.line == 3 && fault.position?.column == 7)
  }

  @Test func `a value of the wrong type is told with its pointer in the file`() throws {
    let text = "{\"a\":[1,2,3,\n4,5,6,7,8,9],\"b\":[{\"x\":[]},\n  {\"y\":[]},{\"x\":\"é\", \"z\":true}],\"c\":7}"
    let root = try root(of: text)
    let third = try #require(Array(try root.list("b")).last)
    let fault = try #require(throws: Diagnostic.self) { try third.list("x") }
    #expect(fault.text == "expected an array at /b/2/x, found a string")
    #expect(fault.position == SourcePosition(file: root.position.file, line: 3, column: 17, pointer: "/b/2/x"))
    #expect(third["z"]?.position.column == 26 && root["c"]?.position.column == 37 && root["c"]?.position.line == 3)
  }

  @Test func `an element or a frame that fits no memory is refused, and what is wrong with a giant is told`() throws {
    func refusal(_ text: String) throws -> Diagnostic {
      let path = try folder.write(Array(text.utf8), as: "giant.json")
      let sizes = StreamingSizes(window: 16, piece: 8, list: 16, file: 1, inMemory: 40)
      return try #require(throws: Diagnostic.self) {
        let root = try JSONDocument(records: try Files.readReport(path, sizes)).root
        #expect(try root.everything().isEmpty == false)
        try root.finish()
      }
    }
    let giant = String(repeating: "a", count: 100)
    let element = try refusal("{\"list\":[1,2,3,4,\"\(giant)\"]}")
    #expect(element.code == .fileTooLarge && element.text.contains("/list/4 of "))
    let frame = try refusal("{\"list\":[1,2,3,4,5,6,7,8,9],\"giant\":\"\(giant)\"}")
    #expect(frame.code == .fileTooLarge && frame.text.contains("outside its long arrays"))
    let cut = try refusal("{\n \"list\":[1,2,3,4,5,6,7,8,9],\"giant\":[\"\(giant)")
    #expect(cut.code == .jsonInvalid && cut.text == "invalid JSON: the file ends inside an array")
    #expect(cut.position?.line == 2 && cut.position?.column == 37)
    let bracket = try refusal("{\n \"list\":[1,2,3,4,5,6,7,8,9],\"giant\":[\"\(giant)\"}")
    #expect(
      bracket.text == "invalid JSON: expected `,` or `]` after the element, found `}`" && bracket.position?.line == 2)
    let trailing = try refusal("[\"\(giant)\"]\n\n x")
    #expect(trailing.text == "invalid JSON: expected the end of the file after the value, found a word of 1 character")
    #expect(trailing.position?.line == 3 && trailing.position?.column == 2)
    let deep = try refusal(String(repeating: "[", count: 600) + String(repeating: "]", count: 600))
    #expect(deep.code == .jsonTooDeep && deep.position?.column == 513)
    let large = try #require(throws: Diagnostic.self) {
      try Files.readReport("\(folder.path)/giant.json", StreamingSizes(file: 1, longestFile: 10))
    }
    #expect(large.code == .fileTooLarge)
  }

  @Test(arguments: ["cut", "longer", "other", "broken", "gone"])
  func `a file that changes while it is read is refused`(how: String) throws {
    let text = "{\"a\":[1,2,3,4,5,6,7,8,9],\"b\":[1,2,3,4,5,6,7,8,9]}"
    for readsFirst in [true, false] {
      let path = try folder.write(Array(text.utf8), as: "changing.json")
      let root = try root(at: path)
      if readsFirst { #expect(try root.list("a").count == 9) }
      // The clock of a file system does not tell moments apart that are very near.
      usleep(50_000)
      let handle = try FileHandle(forUpdating: URL(filePath: path))
      switch how {
      case "cut": try handle.truncate(atOffset: 9)
      case "longer": try handle.seekToEnd(); try handle.write(contentsOf: Data(" ".utf8))
      case "other": try handle.write(contentsOf: Data("{\"a\":[2".utf8))
      case "broken": try handle.write(contentsOf: Data("{\"a\":[x,[,".utf8))
      default: try FileManager.default.removeItem(atPath: path)
      }
      try handle.close()
      let fault = try #require(throws: Diagnostic.self) {
        #expect(try root.list("b").count <= 9)
        try root.finish()
      }
      #expect(fault.code == .fileUnreadable && fault.text.contains("changed while it was read"))
    }
  }

  @Test func `a long array is never taken for an empty one`() throws {
    let root = try root(of: "{\"a\":[1,2,3,4,5,6,7,8,9],\"b\":[                 ],\"c\":[x,2,3,4,5,6,7,8,9],\"d\":[]}")
    #expect(try !root.list("a").isEmpty && root.list("a").count == 9 && root.list("a").first?.integer == 1)
    #expect(try root.list("b").isEmpty && root.list("b").count == 0 && root.list("b").first == nil)
    #expect(try !root.list("c").isEmpty && root.list("c").first == nil && root.list("d").isEmpty)
    #expect(root.has("a") && root["a"]?.kind == .array)
    #expect(try Array(root.list("a")).map(\.integer) == Array(1...9))
  }

  @Test func `a short file, a stream and what is no JSON are read whole`() throws {
    let path = try folder.write(Array("[1,2,3,4,5,6,7,8,9,10]".utf8), as: "short.json")
    #expect(try Files.readReport(path, StreamingSizes(window: 16, piece: 8, list: 16, file: 23)).map == nil)
    #expect(try Files.readReport(path, StreamingSizes(window: 16, piece: 8, list: 16, file: 22)).map != nil)
    #expect(try Files.readReport(path).map == nil)
    for text in ["<xml/>", "a,b,c\n1,2,3\n", "log\n[1,2,3,4,5,6,7,8,9,10]", "\u{0}[\u{0}1,2,3,4,5,6,7,8,9]"] {
      try folder.write(Array(text.utf8), as: "other")
      #expect(try Files.readReport("\(folder.path)/other", Self.sizes[0]).map == nil)
    }
  }

  private func root(of text: String) throws -> JSONValue {
    try root(at: try folder.write(Array(text.utf8), as: "text.json"))
  }

  private func root(at path: String) throws -> JSONValue {
    let input = try #require(try StreamedJSON.input(path, StreamingSizes(window: 16, piece: 8, list: 16, file: 1)))
    return try JSONDocument(records: input).root
  }
}

extension JSONValue {
  /// Every value in it: where it stands, and what it is. The root of several documents is nowhere.
  fileprivate func everything(isRoot: Bool = true) throws(Diagnostic) -> [String] {
    var said = [isRoot ? "\(kind)" : "\(position.description) \(position.pointer ?? "-") \(kind) \(scalar ?? "")"]
    if kind == .object {
      let members = try members()
      said.append("\(members.isEmpty) \(members.count)")
      for (key, value) in members { said += ["\(key)"] + (try value.everything(isRoot: false)) }
    }
    if kind == .array {
      let elements = try elements()
      said.append("\(elements.isEmpty) \(elements.count) \(elements.first?.position.pointer ?? "-")")
      for element in elements { said += try element.everything(isRoot: false) }
    }
    return said
  }
}
