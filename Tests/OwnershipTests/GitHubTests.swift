import Foundation
import Model
import System
import TestSupport
import Testing

@testable import Ownership

func codeowners(_ text: String, _ dialect: Dialect = .github) -> Codeowners {
  Codeowners(Input(name: "CODEOWNERS", bytes: Array(text.utf8)), dialect: dialect)
}

extension Codeowners {
  /// The only rule that determines the owners.
  func rule(for path: String) -> CodeownersRule? { rules(for: path).first }
  func rule(for path: [UInt8]) -> CodeownersRule? { rules(for: path).first }
}

/// Diagnostics as people see them, with the underlined part of the line.
func shown(_ diagnostics: [Diagnostic]) -> [String] {
  diagnostics.flatMap { complaint -> [String] in
    let excerpt = complaint.excerpt ?? .init(line: "", column: 1)
    let caret = String(repeating: " ", count: excerpt.column - 1) + String(repeating: "^", count: excerpt.length)
    return [
      "\(complaint.severity)[\(complaint.code.name)] \(complaint.position?.description ?? "nowhere"): \(complaint.text)",
      "  | " + excerpt.line, "  | " + caret, "  help: \(complaint.help ?? "none")",
    ]
  }
}

/// What one pattern says of one path, as the fixtures write it.
func verdict(_ pattern: some StringProtocol, _ path: some StringProtocol) -> String {
  let codeowners = codeowners(String(pattern))
  return codeowners.rules.isEmpty ? "invalid" : codeowners.rule(for: String(path)) == nil ? "0" : "1"
}

private let folder = fixtures().appending(path: "github")

private let patterns: [[Substring]] = {
  let text = (try? String(contentsOf: folder.appending(path: "patterns.tsv"), encoding: .utf8)) ?? ""
  return text.split(separator: "\n").filter { $0.contains("\t") }.map { $0.split(separator: "\t") }
}()

@Test func `the table of patterns is there`() { #expect(patterns.count > 50) }

@Test(arguments: patterns)
func `a pattern matches what GitHub says`(row: [Substring]) {
  #expect(verdict(row[0], row[1]) == row[2], "\(row[0]) against \(row[1])")
}

@Test func `each line is a rule, or is named with its position and a hint`() throws {
  let codeowners = codeowners(try String(contentsOf: folder.appending(path: "lines.CODEOWNERS"), encoding: .utf8))
  let rules = codeowners.rules.map { "\($0.line)  \($0.pattern)  \($0.owners.joined(separator: " "))" }
  let complaints = shown(codeowners.diagnostics)
  try expectGolden((rules + complaints).joined(separator: "\n") + "\n", folder.appending(path: "lines.golden"))
}

@Test func `the last matching rule wins, and it may clear the owners`() {
  let codeowners = codeowners("* @all\n/a/ @a @b\n/a/free\n*.js @js\n")
  let found = ["x", "a/x", "a/free", "a/free/x.js"].map { codeowners.rule(for: $0) }
  #expect(codeowners.owners(of: "a/x") == .owned(["@a", "@b"], by: SourcePosition(file: "CODEOWNERS", line: 2)))
  #expect(found.map { $0?.line } == [1, 2, 3, 4])
  #expect(found.map { $0?.owners } == [["@all"], ["@a", "@b"], [], ["@js"]])
}

@Test func `a file that no rule matches is not a file whose owners are cleared`() {
  let codeowners = codeowners("/a\n")
  #expect(codeowners.rule(for: "a")?.owners == [])
  #expect(codeowners.rule(for: "b") == nil)
  #expect(codeowners.rule(for: "") == nil)
  #expect(codeowners.owners(of: "a") == .cleared(by: SourcePosition(file: "CODEOWNERS", line: 1)))
  #expect(codeowners.owners(of: "b") == .unmatched)
}

@Test func `a byte order mark and Windows line ends belong to no name`() {
  let codeowners = codeowners("\u{FEFF}/a @x\r\n\r\n/b\r\n/c @y\r")
  #expect(
    codeowners.rules.map { "\($0.pattern) \($0.owners) \($0.line)" } == [#"/a ["@x"] 1"#, "/b [] 3", #"/c ["@y"] 4"#])
  #expect(codeowners.diagnostics.isEmpty)
}

@Test func `paths are bytes: other encodings and decomposed letters are other files`() {
  let composed = codeowners("/caf\u{E9} @x\n")
  #expect(composed.rule(for: "caf\u{E9}") != nil)
  #expect(composed.rule(for: "cafe\u{301}") == nil)
  #expect(composed.rule(for: Array("caf".utf8) + [0xE9]) == nil)
  #expect(codeowners("/caf* @x\n").rule(for: Array("caf".utf8) + [0xE9]) != nil)
}

@Test func `a line in another encoding is named and skipped, and the others hold`() {
  let latin = Array("# M".utf8) + [0xFC] + Array("ller\n/caf".utf8) + [0xE9] + Array(" @x\n/b @y\n".utf8)
  let codeowners = Codeowners(Input(name: "CODEOWNERS", bytes: latin))
  #expect(codeowners.rules.map(\.line) == [3])
  #expect(codeowners.diagnostics.map(\.code) == [.encodingInvalid])
  #expect(codeowners.diagnostics.first?.position == SourcePosition(file: "CODEOWNERS", line: 2, column: 1))
}

@Test func `an invisible character is named, and its rule holds`() {
  let codeowners = codeowners("/x\u{202E} @a\n/a\u{2028}\n/b\tc\u{7}@a\n")
  #expect(codeowners.rules.map(\.line) == [1, 2])
  #expect(
    codeowners.diagnostics.map(\.code) == [
      .codeownersInvisibleCharacter, .codeownersInvisibleCharacter, .codeownersInvalidOwner,
    ])
  #expect(codeowners.diagnostics.map { $0.position?.column } == [3, 3, 4])
}

@Test func `a file of another kind is named a thousand times, not a million`() {
  let codeowners = codeowners(String(repeating: "a b\n", count: 100_000))
  #expect(codeowners.diagnostics.count == 1001)
  #expect(codeowners.rules.isEmpty)
}
