import Model
import Settings

extension Condition {
  static let cwe = Condition(
    "cwe", "The weakness, by its CWE number. Unknown when no observation names one.",
    reads: Field("cwes", .number, unit: "CWE"),
    as: ConfigDecoder<[Int]>.oneOrMany(ConfigDecoder<Int>.count).map { numbers, _, _ in
      [FieldTest(.oneOf, numbers.map { .integer($0) })]
    },
    actual: { $0.finding.cwes.isEmpty ? "unknown" : $0.finding.cwes.map { "CWE-\($0)" }.joined(separator: " ") },
    label: { "CWE-\($0)" },
    examples: [.holds("[79, 89]", "cwe: [89]"), .fails("89", "cwe: [79]"), .unknown("[89]", "kind: sast")],
    parse: { tests in
      tests.values(.oneOf).map { Set($0.compactMap { if case .integer(let number) = $0 { number } else { nil } }) }
    },
    test: { wanted, context, partialMatch in
      if context.finding.cwes.isEmpty { return .unknown }
      guard context.finding.cwes.contains(where: wanted.contains) else { return .no }
      // When only some observations name the weakness, an exception for it must not cover the others.
      let truth = context.across(partialMatch) { $0.cwes.contains(where: wanted.contains) }
      return truth == .yes ? .yes : partialMatch
    })
}
