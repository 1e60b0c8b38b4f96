import Documents
import Foundation
import Model
import System
import TestSupport
import Testing

/// The published suite for JSON readers, and the hostile files.
struct JSONCorpusTests {
  @Test(.corpus("json-suite")) func `every file of the published suite is accepted or refused as it says`() throws {
    let folder = try Corpus.find("json-suite")
    var (right, all) = (0, 0)
    for row in try rows(of: folder.appending(path: "MANIFEST.tsv")) {
      let file = folder.appending(path: "\(row["dir"] ?? "")/\(row["file"] ?? "")")
      let refused = refusal([UInt8](try Data(contentsOf: file)))
      // "either" and "transform" leave it to the reader: all that counts is that it answers.
      let isRight =
        switch row["expected"] {
        case "accept": refused == nil
        case "reject": refused != nil
        default: true
        }
      (right, all) = (right + (isRight ? 1 : 0), all + 1)
      #expect(isRight, "\(file.lastPathComponent): \(refused?.text ?? "accepted")")
    }
    Corpus.report("json-suite", right: right, all: all)
  }

  @Test(.corpus("hostile")) func `hostile JSON is refused`() throws {
    let folder = try Corpus.find("hostile")
    var (right, all) = (0, 0)
    for row in try rows(of: folder.appending(path: "MANIFEST.tsv")) {
      guard let name = row["file"], name.hasSuffix(".json") || name.hasSuffix(".sarif"), let expected = row["expected"]
      else { continue }
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      let refused = refusal(bytes) ?? refusal(ofNumbersIn: bytes)
      // JSON that is no report (`null`, `[]`) is refused by who reads the report.
      let isBare = refused == nil && bytes.count < 5
      let isRight = expected == "exit2" ? refused != nil || isBare : !expected.hasPrefix("accept") || refused == nil
      (right, all) = (right + (isRight ? 1 : 0), all + 1)
      #expect(isRight, "\(name): \(refused?.text ?? "accepted"), expected \(expected)")
    }
    Corpus.report("hostile-json", right: right, all: all)
  }
}

/// The rows of a table with a header line, by column name.
func rows(of file: URL) throws -> [[String: String]] {
  let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }
  guard let header = lines.first else { return [] }
  return lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { $1 }) }
}

/// The error when a reader asks for each number of the outermost object.
private func refusal(ofNumbersIn bytes: [UInt8]) -> Diagnostic? {
  do throws(Diagnostic) {
    let document = try JSONDocument(Input(name: "test.json", bytes: bytes))
    if document.root.kind == .object { for member in try document.root.members() { _ = member.value.number } }
    try document.throwIfUnreadable()
    return nil
  } catch {
    return error
  }
}
