import Model
import Settings

/// A condition that rules and exceptions can test: the field it reads, its syntax in a policy, and its examples.
///
/// Each condition is one file in `Conditions/` and one line in `Condition.all`. The tests run the examples, and the
/// reference page shows them.
package struct Condition: Sendable {
  /// The key under `when`.
  package let name: String
  /// The description in one or two sentences, for the schema and the reference page.
  package let sentence: String
  /// The field of the decision that it reads.
  package let field: Field
  /// Decodes the condition's value in a policy, and describes it in the schema.
  package let decoder: ConfigDecoder<[FieldTest]>
  /// Examples with their answers, which the tests run.
  package let examples: [Example]
  /// The actual value of the field, as text for explanations.
  let actual: @Sendable (EvaluationContext) -> String
  /// Compiles the tests of a predicate.
  let compile: @Sendable ([FieldTest]) -> Evaluator
  /// A constant of a test, as text for explanations.
  let label: @Sendable (FieldTest.Value) -> String

  /// Evaluates a condition for one risk. The second argument is the answer when only some observations of the finding
  /// match: yes for rules and no for exceptions, so that an additional observation never makes a decision milder.
  typealias Evaluator = @Sendable (EvaluationContext, _ partialMatch: Truth) -> Truth

  /// A field of the decision, with its type and unit.
  package struct Field: Sendable {
    package enum Kind: String, Sendable {
      case flag, severity, word, text, path, purl, number, day
    }

    /// The path of the field in the JSON of a decision, relative to the finding.
    package let path: String
    package let kind: Kind
    /// The unit of a number; nil for other kinds.
    package let unit: String?

    init(_ path: String, _ kind: Kind, unit: String? = nil) { (self.path, self.kind, self.unit) = (path, kind, unit) }
  }

  /// An example: the value of the condition and the facts of a finding, both as YAML, and the answer.
  package struct Example: Sendable {
    package let wanted: String
    package let given: String
    package let outcome: Truth

    static func holds(_ wanted: String, _ given: String) -> Example {
      Example(wanted: wanted, given: given, outcome: .yes)
    }
    static func fails(_ wanted: String, _ given: String) -> Example {
      Example(wanted: wanted, given: given, outcome: .no)
    }
    static func unknown(_ wanted: String, _ given: String) -> Example {
      Example(wanted: wanted, given: given, outcome: .unknown)
    }
  }

  /// Makes a condition from a typed parser and a typed test.
  ///
  /// - Parameters:
  ///   - parse: Converts the constants to typed values. When it returns nil, the answer is always unknown.
  ///   - test: Evaluates the condition for one risk.
  init<Wanted: Sendable>(
    _ name: String, _ sentence: String, reads field: Field, as decoder: ConfigDecoder<[FieldTest]>,
    actual: @escaping @Sendable (EvaluationContext) -> String,
    label: @escaping @Sendable (FieldTest.Value) -> String = { $0.description }, examples: [Example],
    parse: @escaping @Sendable ([FieldTest]) -> Wanted?,
    test: @escaping @Sendable (Wanted, EvaluationContext, Truth) -> Truth
  ) {
    (self.name, self.sentence, self.field, self.decoder) = (name, sentence, field, decoder)
    (self.actual, self.label, self.examples) = (actual, label, examples)
    compile = { tests in
      guard let wanted = parse(tests) else { return { _, _ in .unknown } }
      return { test(wanted, $0, $1) }
    }
  }
}

extension Condition {
  /// All conditions. A test fails when a file in `Conditions/` is not listed.
  package static let all: [Condition] = [
    severity, severityDisputed, newness, kind, path, owner, tool, rule, cwe, id, component, reachability,
    knownExploited, epss, fixAvailable, overdue, age, vex,
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The condition with a name; nil when the name is unknown.
  package static func named(_ name: String) -> Condition? { byName[name] }
}

// MARK: - Constants

extension [FieldTest] {
  /// The values of an operator; nil when there is no test with the operator.
  func values(_ operator: FieldTest.Operator) -> [FieldTest.Value]? { first { $0.operator == `operator` }?.values }

  /// The words of an operator; nil when there is no test with the operator.
  func words(_ operator: FieldTest.Operator = .oneOf) -> [String]? {
    values(`operator`)?.compactMap { if case .word(let word) = $0 { word } else { nil } }
  }

  /// The flag that is tested for; nil when the test is not for a flag.
  var flag: Bool? { if case .flag(let flag) = values(.oneOf)?.first { flag } else { nil } }
}

extension ConfigDecoder where Value == [FieldTest] {
  /// Decodes `true` or `false`.
  static let flag: ConfigDecoder<[FieldTest]> = ConfigDecoder<Bool>.flag.map { flag, _, _ in
    [FieldTest(.oneOf, [.flag(flag)])]
  }

  /// Decodes a single word or a list of words.
  static func words(_ word: ConfigDecoder<String>) -> ConfigDecoder<[FieldTest]> {
    ConfigDecoder<[String]>.oneOrMany(word).map { words, _, _ in [FieldTest(.oneOf, words.map { .word($0) })] }
  }

  /// Decodes a single word of an enumeration, or a list of them.
  static func words<Word: RawRepresentable<String> & Sendable>(
    _ what: String, _ words: [Word]
  ) -> ConfigDecoder<[FieldTest]> {
    .words(ConfigDecoder<String>.word(what, words.map { ($0.rawValue, $0.rawValue) }))
  }
}
