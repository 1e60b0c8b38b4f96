import Foundation
import Testing

@testable import Ownership

/// A fenced block of a page: the words after the fence, and the lines.
private typealias Block = (words: [Substring], lines: [Substring])

private func blocks(of page: String) -> [Block] {
  var (blocks, isInside) = ([Block](), false)
  for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
    if line.hasPrefix("```") {
      if !isInside { blocks.append((line.dropFirst(3).split(separator: " "), [])) }
      isInside.toggle()
    } else if isInside {
      blocks[blocks.count - 1].lines.append(line)
    }
  }
  return blocks
}

@Test func `each example of the page on ownership is what its dialect says`() throws {
  let page = URL(filePath: #filePath).appending(path: "../../../docs/ownership.md").standardizedFileURL
  let blocks = blocks(of: try String(contentsOf: page, encoding: .utf8))
  var dialects: Set<Dialect> = []
  for (file, answers) in zip(blocks, blocks.dropFirst()) where file.words.first == "codeowners" {
    let dialect = try #require(file.words.last.flatMap { Dialect(rawValue: String($0)) })
    let codeowners = codeowners(file.lines.joined(separator: "\n"), dialect)
    #expect(codeowners.diagnostics.isEmpty && answers.words == ["owners"])
    let rows = answers.lines.map { $0.split(separator: " ").joined(separator: " ") }
    var expected: [String] = []
    var paths: [Substring] = []
    for path in answers.lines.compactMap({ $0.split(separator: " ").first }) where !paths.contains(path) {
      paths.append(path)
      let rules = codeowners.rules(for: String(path))
      if rules.isEmpty { expected.append(String(path)) }
      if dialect == .gitlab {
        expected += rules.map {
          ["\(path)", "\($0.line)", $0.owners.joined(separator: " "), $0.section?.name ?? ""].joined(separator: " ")
        }
      } else if let first = rules.first {
        expected.append(
          (["\(path)", "\(first.line)"] + codeowners.owners(of: String(path)).names).joined(separator: " "))
      }
    }
    #expect(rows == expected)
    dialects.insert(dialect)
  }
  #expect(dialects == Set(Dialect.allCases), "every dialect has an example")
}
