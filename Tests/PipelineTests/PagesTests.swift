import Evidence
import Foundation
import Model
import Reports
import TestSupport
import Testing

@testable import Pipeline

private let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

@Test func `the page of codes is the one that they print`() throws {
  try expectGolden(codePages(), root.appending(path: "docs/codes.md"))
}

@Test func `the page of formats is the one that they print`() throws {
  try expectGolden(formatPage(), root.appending(path: "docs/formats.md"))
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
  for code in DiagnosticCode.allCases { #expect(code.meaning.hasSuffix(".") || code.meaning.contains(": git "), "\(code)") }
}
