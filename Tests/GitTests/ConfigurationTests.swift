import Model
import Testing

@testable import Git

/// git-config, "Syntax": each text with the value of `core.key`, or nil where git refuses the file too.
private let texts: [(text: String, value: String?)] = [
  ("[core]\n\tkey = plain\n", "plain"),
  ("[core]key=one line", "one line"),
  ("[CORE]\r\n  Key = windows  \r\n", "windows"),
  ("\u{FEFF}[core]\nkey = marked\n", "marked"),
  ("[core]\nkey = first\nkey = last\n", "last"),
  ("[core]\nkey\n", "true"),
  ("[core]\nkey =\n", ""),
  ("[core] # why\nkey = a ; comment\n", "a"),
  ("[core]\nkey = \" a # b \" \n", " a # b "),
  ("[core]\nkey = a\\\n b\n", "a b"),
  ("[core]\nkey = \"q\\\"\\\\\\t\"\n", "q\"\\\t"),
  ("[core]\nother = 1\n[core \"sub\\\"]\"]\nkey = sub\n", "sub"),
  ("key = before any section\n", nil),
  ("[core\nkey = 1\n", nil),
  ("[core]\nkey = \"open\n", nil),
  ("[core]\nkey = bad \\q\n", nil),
  ("[core]\n= 1\n", nil),
]

@Test(arguments: texts) func `configuration is read as git reads it`(text: String, value: String?) throws {
  guard let value else {
    let error = try complaint { _ = try Configuration(Array(text.utf8), file: "config") }
    #expect(error.code == .repositoryUnreadable && error.text.contains("line "))
    return
  }
  #expect(try Configuration(Array(text.utf8), file: "config").last("core.key") == value)
}

@Test(arguments: [
  Array("src/größe.py".utf8), [0xFF], [0xC3], [0x61, 0xC3, 0x28, 0xE2, 0x82], Array("\u{10FF80}".utf8),
  [0xED, 0xA0, 0x80],
  Array("o\u{308}".utf8), Array(0...255), Array("\u{10FF00}\u{10FFFF}é".utf8), [0xF4, 0x90, 0x80, 0x80], [],
]) func `a path becomes text and comes back without loss`(bytes: [UInt8]) {
  let text = GitPath.text(of: bytes)
  #expect(GitPath.bytes(of: text) == bytes)
}

@Test func `a path that is UTF-8 is shown as it is`() {
  #expect(GitPath.text(of: Array("a b/größe.py".utf8)) == "a b/größe.py")
  #expect(GitPath.text(of: [0x61, 0xFF]) == "a\u{10FFFF}")
}

@Test(arguments: [
  ("refs/heads/main", true), ("refs/heads/a b", false), ("refs/heads/../../config", false), ("refs/heads/a..b", false),
  ("HEAD", true), ("FETCH_HEAD", false), ("refs/heads/", false), ("refs/heads/.x", false), ("refs/heads/x.lock", false),
  ("refs/heads/x@{1}", false), ("refs/heads/x^", false), ("refs/heads/x\n", false), ("refs/heads/größe", true),
  ("main", false),
]) func `only a full ref name is one`(name: String, isFull: Bool) {
  #expect(Refs.isFull(name) == isFull)
}

@Test func `an id has forty digits and orders as its text does`() throws {
  let one = try #require(CommitID("00112233445566778899aabbccddeeff00112233"))
  let other = try #require(CommitID("00112233445566778899AABBCCDDEEFF00112234"))
  #expect(one.description == "00112233445566778899aabbccddeeff00112233" && one.short == "0011223" && one < other)
  #expect(CommitID("0011223") == nil && CommitID("g0112233445566778899aabbccddeeff00112233") == nil)
  #expect(CommitID(one.description + "00") == nil)
}

private func tree(_ items: [(mode: String, name: String)]) -> [UInt8] {
  items.flatMap { Array("\($0.mode) \($0.name)\0".utf8) + [UInt8](repeating: 1, count: 20) }
}

@Test(
  arguments: [
    ([("100644", "a"), ("100644", "b"), ("40000", "c")], nil),
    ([("100644", "b"), ("100644", "a")], nil),
    ([("120000", "a"), ("100644", "a")], TreeObject.Fault.duplicate([0x61])),
    ([("100644", "a"), ("100644", "a.b"), ("40000", "a")], .duplicate([0x61])),
    ([("100644", "a"), ("100644", "b"), ("100644", "a")], .duplicate([0x61])),
    ([("100644", "..")], .malformed), ([("100644", "")], .malformed), ([("100644", "a/b")], .malformed),
    ([("100648", "a")], .malformed), ([("170000", "a")], .malformed),
  ] as [([(String, String)], TreeObject.Fault?)]) func `a tree has each name once`(
    items: [(String, String)], fault: TreeObject.Fault?
  )
{
  do {
    let found = try TreeObject(tree(items)).items.map { String(decoding: $0.name, as: UTF8.self) }
    #expect(fault == nil && found == items.map(\.1).sorted())
  } catch {
    #expect(error == fault)
  }
  #expect(throws: TreeObject.Fault.malformed) { try TreeObject(Array("100644 a\0short".utf8)) }
}
