import Documents
import Interning
import Model

/// What a word or a number says of the severity. Ordered by gravity; what says nothing comes first.
enum StatedSeverity: Comparable {
  case nothing
  /// Neither a number nor a word that is known.
  case unreadable
  /// The tool says that it has not rated this.
  case unrated
  case rated(Severity)

  /// A word of the format, or a score above 0 and at most 10. GitHub code scanning as well takes a `security-severity`
  /// out of that range for none, and scanners write 0 where they know no score.
  init(_ stated: InternedString) {
    let word = stated.wrappedValue.trimmed
    if let score = decimal(word) {
      self = score > 0 ? Severity(score: score).map { .rated($0) } ?? .nothing : .nothing
    } else if let severity = Format.sarif.severities[word.lowercased()] {
      self = severity.map { .rated($0) } ?? .unrated
    } else {
      self = word.isEmpty ? .nothing : .unreadable
    }
  }
}

/// What a result states of its severity, and what its rule does. The same for a result in SARIF and for an alert of
/// GitHub code scanning.
struct SARIFRating {
  /// The score that the tool gives this result.
  var score: InternedString?
  /// The tool's severity word for this result.
  var word: InternedString?
  /// The level that the result states.
  var level: InternedString?
  var ruleScore: InternedString?
  var ruleWord: InternedString?
  /// The level that the rule or an invocation states.
  var ruleLevel: InternedString?

  /// The text that decides the severity of a failure; nil if nothing rates it.
  ///
  /// What the tool says of the one result is nearer than the score of its rule, which other results share. A level that
  /// differs from its rule's is such a statement, but it is coarser than a score, so the graver of the two counts. A level
  /// that stands for "not rated" says nothing, nor does the default of §3.27.10 for a tool that never states a level.
  func native(hasMeaningfulLevel: Bool) -> InternedString? {
    let own = readable(score) ?? (says(word) > .unrated ? word : nil)
    if let own { return own }
    let differs = level != nil && ruleLevel != nil && level != ruleLevel
    if let ruleScore = readable(ruleScore) {
      return differs && hasMeaningfulLevel ? graver(ruleScore, level) : ruleScore
    }
    let isUnrated = says(word) == .unrated || says(ruleWord) == .unrated
    if isUnrated { return differs && says(word) != .unrated && hasMeaningfulLevel ? level : word ?? ruleWord }
    guard hasMeaningfulLevel else { return ruleWord }
    return graver(ruleWord, level ?? ruleLevel ?? warning)
  }

  /// The text that decides the severity of a result of which nobody knows yet whether it is a problem (`open`, `review`;
  /// §3.27.9): what is stated of it, but no default. The level `none`, which §3.27.10 demands then, is no statement.
  var undecided: InternedString? {
    if let own = score ?? (says(word) > .unrated ? word : nil) { return own }
    return graver(ruleScore, level == none ? nil : level)
  }

  /// The text that decides the severity of a result that is good news by its kind: `none`, or what contradicts it.
  var goodNews: InternedString? {
    let stated = graver(score, level)
    return stated == nil || stated == none ? nil : stated
  }

  /// A score, unless nobody can read it and the level is the highest: then nothing graver can be meant.
  private func readable(_ score: InternedString?) -> InternedString? {
    says(score) == .unreadable && says(level ?? ruleLevel) >= .rated(.high) ? nil : score
  }

  private func graver(_ one: InternedString?, _ other: InternedString?) -> InternedString? {
    guard let one, let other else { return one ?? other }
    return says(one) < says(other) ? other : one
  }
}

private func says(_ stated: InternedString?) -> StatedSeverity { stated.map(StatedSeverity.init) ?? .nothing }

/// The `security-severity`, if it rates something: a score above 0 and at most 10, or a word. A text that is neither is
/// kept for the complaint about it: the severity is unknown then.
func ratingScore(_ properties: JSONValue?) -> InternedString? {
  guard let value = properties?["security-severity"], value.kind != .null else { return nil }
  guard let score = value.internedScalar else { return InternedString("\(value.kind.rawValue) as security-severity") }
  let stated = says(score)
  return stated > .unrated || stated == .unreadable ? score : nil
}

/// The severity word in the properties of a result or a rule, as several tools write it; nil if there is none.
func severityWord(_ properties: JSONValue) -> InternedString? {
  for name in wordProperties {
    guard let word = properties[member: name]?.internedScalar, decimal(word.wrappedValue) == nil else { continue }
    if says(word) > .unreadable { return word }
  }
  return nil
}

/// The last ones are those of Docker Scout and of Dependency-Check. A `security-severity` may say that it is unknown.
private let wordProperties = [
  "severity", "security-severity", "cvssV3_severity", "cvssv3_baseSeverity", "cvssv2_severity",
]

/// Whether a tag is a severity, as in the rules of Trivy, gosec and Sysdig: `CRITICAL`, `UNKNOWN`.
func isSeverityTag(_ tag: String) -> Bool {
  switch tag.uppercased() {
  case "CRITICAL", "HIGH", "MEDIUM", "LOW", "UNKNOWN", "UNSPECIFIED": true
  default: false
  }
}

extension JSONValue {
  /// The `level` (§3.27.10) of a result or a configuration; nil if it is missing or empty.
  ///
  /// What is no word of the standard is kept for the complaint about it, spelled so that it is not read as a score.
  var statedLevel: InternedString? {
    guard let level = self["level"] else { return nil }
    if let word = interned(text: "level"), level.number == nil { return word == .empty ? nil : word }
    return InternedString("level \(level.scalar ?? level.kind.rawValue)")
  }
}

private let (warning, none) = (InternedString("warning"), InternedString("none"))
