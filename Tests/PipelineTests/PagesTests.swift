import Evidence
import Foundation
import Model
import Reports
import TestSupport
import Testing

@testable import Pipeline

private let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

@Test func `the page of codes is the one that they print`() throws {
  try expectGolden(DocumentationPage.codes.text, root.appending(path: "docs/codes.md"))
}

@Test func `the page of formats is the one that they print`() throws {
  try expectGolden(DocumentationPage.formats.text, root.appending(path: "docs/formats.md"))
}

@Test(arguments: [60, 80, 120]) func `the list of formats fits the terminal`(width: Int) {
  let list = formatList(Canvas(width: width, version: "0"))
  let lines = list.split(separator: "\n")
  // One name alone may be longer.
  #expect(lines.allSatisfy { $0.count <= width || !$0.dropFirst(4).contains(" ") })
  for format in Format.all { #expect(lines.contains { $0.hasPrefix("\(format.name)  ") }) }
}

@Test func `the lines of formats have five fields, and each tool has one name`() {
  for line in formatLines().split(separator: "\n") {
    #expect(line.split(separator: "\t", omittingEmptySubsequences: false).count == 5)
  }
  #expect(Format.toolNames.count == Set(Format.toolNames).count)
}

@Test func `every code says what it means in whole sentences`() {
  for code in DiagnosticCode.all { #expect(code.meaning.hasSuffix(".") || code.meaning.contains(": git "), "\(code)") }
}

@Test func `every code that a module declares is listed, once`() throws {
  let sources = root.appending(path: "Sources")
  var declared: [String] = []
  for module in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
    let file = sources.appending(path: "\(module)/DiagnosticCodes.swift")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
    declared += text.matches(of: /DiagnosticCode\(\s*"([a-z0-9-]+)"/).map { String($0.output.1) }
  }
  #expect(declared.sorted() == DiagnosticCode.all.map(\.name).sorted())
  #expect(Set(declared).count == declared.count)
}
