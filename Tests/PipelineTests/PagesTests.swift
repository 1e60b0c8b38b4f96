import Foundation
import Git
import Model
import TestSupport
import Testing

@testable import Pipeline

private let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

@Test func `the page of codes is the one that they print`() throws {
  try expectGolden(codePages(), root.appending(path: "docs/codes.md"))
}

@Test func `every fault of a repository has a code of the house`() {
  for code in GitError.Code.allCases { #expect(Code(rawValue: code.rawValue) != nil, "\(code)") }
}

@Test func `every code says what it means in whole sentences`() {
  for code in Code.allCases { #expect(code.meaning.hasSuffix(".") || code.meaning.contains(": git "), "\(code)") }
}
