import Evidence
import Interning
import System
import Testing

@testable import Correlation

/// What stands in for dictionaries must give what they give.
struct TableTests {
  @Test(arguments: [0, 1, 500, 3000])
  func `keys are numbered in the order in which they come`(count: Int) {
    var (numbering, model) = (KeyIndex(), [[UInt64]: Int]())
    for _ in 0..<count {
      let key = [UInt64.random(in: 0..<40), UInt64.random(in: 0..<40) << 32]
      let (number, isNew) = numbering.number(of: KeyIndex.Key(high: key[0], low: key[1]))
      #expect(isNew == (model[key] == nil))
      #expect(number == model[key, default: model.count])
      model[key] = number
    }
    #expect(numbering.keys.count == model.count)
  }

  @Test func `what is made of a value is made once`() {
    let values = (0..<30_000).map { _ in InternedString("value \(Int.random(in: 0..<9_000))") }
    let table = MemoTable(values) { $0.wrappedValue }
    #expect(table.results.count == Set(values).count)
    #expect(values.allSatisfy { table[$0] == $0.wrappedValue })
  }

  @Test(
    arguments: [
      (["CVE-2"], "CVE-2", ["CVE-2"]), (["GHSA-1", "CVE-2"], "CVE-2", ["CVE-2", "GHSA-1"]),
      (["OSV-9", "GHSA-b", "GHSA-a"], nil, ["GHSA-a", "GHSA-b", "OSV-9"]),
      (["cve-2", "CVE-2"], "CVE-2", ["CVE-2"]), (["cve-2"], "CVE-2", ["cve-2"]),
      (["CVE-2", "CVE-1"], "CVE-1 CVE-2", ["CVE-1", "CVE-2"]), ([], nil, []),
      (["ghsa-a", "GHSA-A", "ghsa-A"], nil, ["GHSA-A"]), (["b", "A", "a"], nil, ["A", "b"]),
    ] as [([String], String?, [String])])
  func `names of a vulnerability come in order, whatever their case`(
    names: [String], vulnerability: String?, canonical: [String]
  ) {
    var one = code("A", line: 1)
    one.ids = names
    let entry = Names([one.$ids])[one]
    #expect(entry.vulnerability?.wrappedValue == vulnerability)
    #expect(entry.canonical.wrappedValue == canonical)
    #expect(canonicalNames([names]) == canonical)
    #expect(canonicalNames([canonical, names.reversed()]) == canonical)
  }
}
