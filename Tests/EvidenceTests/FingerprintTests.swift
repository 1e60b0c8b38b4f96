import Model
import System
import Testing

@testable import Evidence

/// A fingerprint that different results of one run share identifies none of them.
@Suite struct FingerprintTests {
  /// The rule, the path, the line and the fingerprint of a result.
  private typealias Result = (rule: String, path: String, line: Int, value: String)

  private func left(_ results: [Result]) throws -> [String?] {
    let texts = results.map { result in
      #"{"ruleId":"\#(result.rule)","message":{"text":"m"},"partialFingerprints":{"contextHash":"\#(result.value)"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"\#(result.path)"},"region":{"startLine":\#(result.line)}}}]}"#
    }
    let text =
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T","rules":[]}},"results":[\#(texts.joined(separator: ","))]}]}"#
    return try readReport(Input(name: "r.sarif", bytes: Array(text.utf8))).observations.map {
      $0.fingerprints["contextHash"]
    }
  }

  private let one = "0123456789abcdef"
  private let two = "fedcba9876543210"

  @Test func `a value of two places, of two files or of two rules is dropped, and others stay`() throws {
    #expect(try left([("r", "a.py", 1, one), ("r", "a.py", 9, one), ("r", "a.py", 5, two)]) == [nil, nil, two])
    #expect(try left([("r", "a.py", 1, one), ("r", "b.py", 1, one), ("r", "a.py", 5, two)]) == [nil, nil, two])
    #expect(try left([("r", "a.py", 1, one), ("s", "a.py", 1, one), ("r", "a.py", 5, two)]) == [nil, nil, two])
  }

  @Test func `a value of one result that is stated twice stays`() throws {
    #expect(try left([("r", "a.py", 1, one), ("r", "a.py", 1, one), ("r", "a.py", 5, two)]) == [one, one, two])
  }

  @Test func `placeholders and what all results share are dropped`() throws {
    #expect(try left([("r", "a.py", 1, "requires-login"), ("r", "a.py", 2, "requires-login")]) == [nil, nil])
  }
}
