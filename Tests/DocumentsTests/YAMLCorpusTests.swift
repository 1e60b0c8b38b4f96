import Documents
import Foundation
import System
import TestSupport
import Testing

/// Published vectors: what must be refused is; what is accepted has the value the vectors say, or is refused as outside the subset.
@Suite struct YAMLCorpusTests {
  @Test(.corpus("yaml-suite")) func `no vector is read as another value`() throws {
    let folder = try Corpus.find("yaml-suite")
    let rows = try String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8).split(separator: "\n")
    var (right, accepted) = (0, 0)
    for row in rows.dropFirst() {
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let name = folder.appending(path: "cases/\(fields[0])")
      let bytes = [UInt8](try Data(contentsOf: name.appendingPathExtension("in.yaml")))
      let answer = try? JSONSerialization.jsonObject(
        with: Data(contentsOf: name.appendingPathExtension("out.json")), options: .fragmentsAllowed)
      let (isRight, isAccepted) = judge(bytes, isError: fields[2] == "error", answer: answer)
      if !isRight { Issue.record("\(fields[0]) \(fields[1]): \(isAccepted ? "accepted with another value" : "wrong")") }
      if isRight { right += 1 }
      if isAccepted { accepted += 1 }
    }
    Corpus.report("yaml-suite", right: right, all: rows.count - 1)
    print("yaml-suite: \(accepted) accepted, the others refused")
  }

  private func judge(_ bytes: [UInt8], isError: Bool, answer: Any?) -> (isRight: Bool, isAccepted: Bool) {
    guard let root = try? YAMLDocument(Input(name: "in.yaml", bytes: bytes)).root else { return (true, false) }
    if isError { return (false, true) }
    return (answer.map { equal(root, $0) } ?? true, true)
  }

  private func equal(_ node: YAMLNode, _ answer: Any) -> Bool {
    switch (node.value, answer) {
    case (.sequence(let items), let list as [Any]):
      return items.count == list.count && zip(items, list).allSatisfy(equal)
    case (.mapping(let pairs), let object as [String: Any]):
      return pairs.count == object.count
        && pairs.allSatisfy { pair in object[pair.name].map { equal(pair.value, $0) } ?? false }
    case (.scalar(let text, _), let string as String): return Array(text.utf8) == Array(string.utf8)
    case (.scalar(let text, false), is NSNull): return ["", "~", "null"].contains(text)
    case (.scalar(let text, false), let number as NSNumber):
      return text == "\(number)" || Double(text) == number.doubleValue || text == (number.boolValue ? "true" : "false")
    default: return false
    }
  }

  @Test(.corpus("hostile")) func `a hostile text is refused with a position, in time`() throws {
    let folder = try Corpus.find("hostile")
    var (right, all) = (0, 0)
    let rows = try String(contentsOf: folder.appending(path: "MANIFEST.tsv"), encoding: .utf8).split(separator: "\n")
    for row in rows.dropFirst() {
      let fields = row.split(separator: "\t").map(String.init)
      guard fields[0].hasSuffix(".yaml") else { continue }
      all += 1
      let input = Input(name: fields[0], bytes: [UInt8](try Data(contentsOf: folder.appending(path: fields[0]))))
      let isRight: Bool
      do {
        let document = try YAMLDocument(input)
        // A look-alike key is for the reader of keys to refuse: here it must only stay what it is.
        isRight = fields[2] == "strings" || (fields[2] == "warn") == !document.warnings.isEmpty
      } catch { isRight = fields[2] == "exit2" && error.position?.line != nil }
      if isRight { right += 1 } else { Issue.record("\(fields[0])") }
    }
    Corpus.report("hostile-yaml", right: right, all: all)
  }
}
