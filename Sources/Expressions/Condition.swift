import Model
import Settings

/// One thing that a rule can ask of a finding: the field it reads, how a policy writes it, and its proof.
///
/// Each is one file in `Conditions/` and one line in `Condition.all`. The tests run the examples, and the reference page
/// shows them.
package struct Condition: Sendable {
  /// The key under `when`.
  package let name: String
  /// What it says, in one or two sentences.
  package let sentence: String
  /// The field of the decision that it reads.
  package let field: Field
  /// How a policy writes it, and what an editor may offer.
  package let decoder: ConfigDecoder<[FieldTest]>
  package let examples: [Example]
  /// The field's value, in words.
  let actual: @Sendable (EvaluationContext) -> String
  let compile: @Sendable ([FieldTest]) -> Evaluator
  /// A constant in words.
  let label: @Sendable (FieldTest.Value) -> String

  /// Answers for one risk. The second argument is the answer where some observations match and some do not: it is chosen by
  /// whoever asks so that one more observation never opens the gate.
  typealias Evaluator = @Sendable (EvaluationContext, _ partialMatch: Truth) -> Truth

  /// A field of the decision, with its type and unit.
  package struct Field: Sendable {
    package enum Kind: String, Sendable {
      case flag, severity, word, text, path, purl, number, day
    }

    /// Its place in the decision's JSON, from the finding.
    package let path: String
    package let kind: Kind
    /// What a number counts; nil for anything else.
    package let unit: String?

    init(_ path: String, _ kind: Kind, unit: String? = nil) { (self.path, self.kind, self.unit) = (path, kind, unit) }
  }

  /// The condition's value and a finding, both as YAML, and the answer.
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

  /// - Parameters:
  ///   - parse: the constants as typed values; nil makes the answer unknown.
  ///   - test: the answer for one risk.
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
  /// Every condition there is. A file in `Conditions/` that is not listed fails a test.
  package static let all: [Condition] = [
    severity, severityDisputed, newness, kind, path, owner, tool, rule, cwe, id, component, reachability,
    knownExploited, epss, fixAvailable, overdue, age, vex,
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The condition of a predicate; nil for a name that nobody knows.
  package static func named(_ name: String) -> Condition? { byName[name] }
}

// MARK: - Constants

extension [FieldTest] {
  /// The values of an operator; nil where it is not there.
  func values(_ operator: FieldTest.Operator) -> [FieldTest.Value]? { first { $0.operator == `operator` }?.values }

  /// The words of an operator; nil where it is not there.
  func words(_ operator: FieldTest.Operator = .oneOf) -> [String]? {
    values(`operator`)?.compactMap { if case .word(let word) = $0 { word } else { nil } }
  }

  var flag: Bool? { if case .flag(let flag) = values(.oneOf)?.first { flag } else { nil } }
}

extension ConfigDecoder where Value == [FieldTest] {
  /// `true` or `false`.
  static let flag: ConfigDecoder<[FieldTest]> = ConfigDecoder<Bool>.flag.map { flag, _, _ in
    [FieldTest(.oneOf, [.flag(flag)])]
  }

  /// One word or a list of them.
  static func words(_ word: ConfigDecoder<String>) -> ConfigDecoder<[FieldTest]> {
    ConfigDecoder<[String]>.oneOrMany(word).map { words, _, _ in [FieldTest(.oneOf, words.map { .word($0) })] }
  }

  /// One word of an enumeration, or a list of them.
  static func words<Word: RawRepresentable<String> & Sendable>(
    _ what: String, _ words: [Word]
  ) -> ConfigDecoder<[FieldTest]> {
    .words(ConfigDecoder<String>.word(what, words.map { ($0.rawValue, $0.rawValue) }))
  }
}
