import Expressions
import Foundation
import System
import TestSupport
import Testing

@testable import Policies

let library = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../policies").standardizedFileURL

func input(_ url: URL, named name: String? = nil) throws -> Input {
  Input(name: name ?? url.lastPathComponent, bytes: [UInt8](try Data(contentsOf: url)))
}

@Suite struct LibraryTests {
  @Test func `every policy of the library keeps its own tests and has its page`() throws {
    let policies = try folders(in: library)
    #expect(policies.count >= 3)
    for folder in policies {
      let policy = try Policy.read([input(folder.appending(path: "policy.yaml"))], tools: tools)
      let tests = try PolicyTests.read(input(folder.appending(path: "tests.yaml")), tools: tools)
      let results = tests.tests.map { $0.run(policy) }
      for failure in results.flatMap(\.failures) { Issue.record("\(policy.name): \(failure)") }
      let deciding = Set(results.flatMap(\.reasons).compactMap(\.rule))
      #expect(Set(policy.rules.map(\.id) + policy.exceptions.map(\.id)).subtracting(deciding) == [], "untested rules")
      let page = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
      for rule in policy.rules { #expect(page.contains("`\(rule.id)`"), "\(policy.name)'s page lacks \(rule.id)") }
    }
  }

  @Test func `the schema for editors is the one that the reader has`() throws {
    try expectGolden(policySchema(), library.appending(path: "policy.schema.json"))
  }

  @Test func `the schema of people is the one that the reader has`() throws {
    try expectGolden(peopleSchema(), library.appending(path: "people.schema.json"))
  }

  @Test func `the schema of a baseline is the one that the reader has`() throws {
    try expectGolden(baselineSchema(), library.appending(path: "baseline.schema.json"))
  }

  @Test func `the page of conditions is the one that they print`() throws {
    try expectGolden(conditionPage(), library.appending(path: "conditions.md"))
  }

  /// The language as the page shows it is a policy and a test file that can be read.
  @Test func `the examples on the page are read as they stand`() throws {
    let page = try String(contentsOf: library.appending(path: "README.md"), encoding: .utf8)
    let blocks = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    try #require(blocks.count == 2)
    let inputs = blocks.map { Input(name: "README.md", bytes: Array($0.utf8)) }
    let policy = try Policy.read([inputs[0]], tools: tools)
    #expect(try PolicyTests.read(inputs[1], tools: tools).tests.map { $0.run(policy) }.count == 1)
  }

  /// Every key that the schema offers is read, and no other: a policy with the key must get past "unknown key".
  @Test func `the schema and the reader know the same keys`() throws {
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(policySchema().utf8)) as? [String: Any])
    let keys = try #require(schema["properties"] as? [String: Any]).keys.sorted()
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    let conditions = try #require(definitions["when"]?["properties"] as? [String: Any]).keys.sorted()
    #expect(
      keys == [
        "evidence", "exceptions", "gatehouse", "name", "rules", "severities", "sla", "tool-suppressions", "vex",
        "waivers",
      ])
    #expect(conditions == (Condition.all.map(\.name) + ["all", "any", "not"]).sorted())
    for (keys, around) in [(keys, ""), (conditions, "rules: [{ id: r, effect: deny, when: { KEY: [] } }]")] {
      for key in keys + ["unheard-of"] {
        let text = around.isEmpty ? "\(key): {}" : around.replacing("KEY", with: key)
        let found = #expect(throws: PolicyError.self) {
          try Policy.read([Input(name: "p.yaml", bytes: Array(text.utf8))], tools: tools)
        }
        #expect(found?.diagnostics.contains { $0.code == .policyUnknownKey } == (key == "unheard-of"), "\(key)")
      }
    }
  }
}
