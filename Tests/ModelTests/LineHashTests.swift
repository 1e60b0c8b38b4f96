import Foundation
import Model
import TestSupport
import Testing

/// `primaryLocationLineHash`, as github/codeql-action computes it.
@Suite struct LineHashTests {
  private struct File: Decodable {
    struct Case: Decodable {
      let text: String
      let expected: [String]
    }
    let cases: [Case]
  }

  @Test(.corpus("standards/sarif-fingerprints/primaryLocationLineHash.json"))
  func `the published hashes`() throws {
    let data = try Data(contentsOf: Corpus.find("standards/sarif-fingerprints/primaryLocationLineHash.json"))
    let cases = try JSONDecoder().decode(File.self, from: data).cases
    var right = 0
    for one in cases {
      let hashes = LineHashes(of: Array(one.text.utf8)).all
      if hashes == one.expected { right += 1 } else { Issue.record("\(one.text.debugDescription): \(hashes)") }
    }
    #expect(right == cases.count)
    Corpus.report("sarif-fingerprints", right: right, all: cases.count)
  }

  /// The hash of a line by its definition, without rolling.
  private func direct(_ line: Int, of lines: [String]) -> String {
    func value(_ number: Int) -> UInt64 {
      let rest = lines[(number - 1)...].map { $0.filter { $0 != " " && $0 != "\t" } }.joined(separator: "\n")
      let units = (Array(rest.utf16) + [65535] + Array(repeating: 0, count: 100)).prefix(100)
      return units.reduce(0) { $0 &* 37 &+ UInt64($1) }
    }
    let hash = value(line)
    return "\(String(hash, radix: 16)):\((1...line).count { value($0) == hash })"
  }

  @Test func `the rolling hash is the polynomial of the next hundred units`() {
    var random = Seeded(11)
    for _ in 0..<200 {
      let lines = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        String(
          (0..<Int.random(in: 0...12, using: &random)).map { _ in
            "ab \t\u{e9}\u{1F600}".randomElement(using: &random) ?? "a"
          })
      }
      for end in ["\n", "\r\n", "\r"] {
        let hashes = LineHashes(of: Array(lines.joined(separator: end).utf8))
        #expect(hashes.all.count == lines.count)
        for line in 1...lines.count { #expect(hashes[line] == direct(line, of: lines), "line \(line) of \(lines)") }
      }
    }
  }

  @Test func `blanks and what is far below do not matter, and an empty text has one line`() {
    func hashes(_ text: String) -> [String] { LineHashes(of: Array(text.utf8)).all }
    #expect(hashes("a = b\n\tc\n") == hashes("a=b\r\nc   \n"))
    let far = String(repeating: "x\n", count: 60)
    #expect(hashes("a\n" + far + "b")[0] == hashes("a\n" + far + "c")[0])
    #expect(hashes("a\nb")[0] != hashes("a\nc")[0])
    #expect(hashes("").count == 1 && LineHashes(of: [])[2] == nil && LineHashes(of: [])[0] == nil)
    #expect(hashes("").count == 1 && hashes("\n").count == 2)
  }
}
