import Model
import Settings

extension Condition {
  static let cwe = Condition(
    "cwe", "The weakness, by its CWE number (89 or CWE-89). Unknown when no observation names one.",
    reads: Field("cwes", .number, unit: "CWE"),
    as: ConfigDecoder<[Int]>.oneOrMany(ConfigDecoder<Int>.weakness).map { numbers, _, _ in
      [FieldTest(.oneOf, numbers.map { .integer($0) })]
    },
    actual: { $0.finding.cwes.isEmpty ? "unknown" : $0.finding.cwes.map { "CWE-\($0)" }.joined(separator: " ") },
    label: { "CWE-\($0)" },
    examples: [
      .holds("[79, 89]", "cwe: [89]"), .holds("CWE-89", "cwe: [89]"), .fails("89", "cwe: [79]"),
      .unknown("[89]", "kind: sast"),
    ],
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

extension ConfigDecoder where Value == Int {
  /// Decodes the number of a weakness, `89` or `CWE-89`.
  fileprivate static let weakness: ConfigDecoder<Int> = ConfigDecoder(
    .either([count.schema, .pattern("^(CWE-)?[0-9]{1,9}$")])
  ) { node, problems in
    guard case .scalar(let text, _) = node.value else { return count.decode(node, &problems) }
    let digits = text.hasPrefix("CWE-") ? text.dropFirst("CWE-".count) : text[...]
    guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(digits)
    else {
      problems.reportWrongType(node, expected: "the number of a weakness", help: "write it like 89 or CWE-89")
      return nil
    }
    guard (1...greatestWeakness).contains(number) else {
      problems.reportInvalid(node, "no weakness has the number \(number)", help: "write it like 89 or CWE-89")
      return nil
    }
    return number
  }
}

/// No weakness has a number of more digits than this; those of 2026 have four.
private let greatestWeakness = 99_999
