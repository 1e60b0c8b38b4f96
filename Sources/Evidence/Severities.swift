import Interning
import Model

/// The one place where a scanner's word becomes one of our severities.
///
/// The policy's word wins, then the format's; a number from 0 to 10 is read as a CVSS score (GitHub reads SARIF's
/// `security-severity` in the same bands); a word nobody knows leaves the severity unknown and is reported once.
struct SeverityRater {
  private let words: [String: Severity?]
  private let overrides: [String: Severity?]
  private var known: [InternedString: Severity?] = [:]
  private var unknown: [(word: String, at: SourcePosition)] = []

  init(_ words: [String: Severity?], overridden overrides: [String: Severity?]) {
    (self.words, self.overrides) = (words, overrides)
  }

  /// Without a word of the scanner the highest score that it states decides.
  mutating func rate(_ observation: inout Observation) {
    guard let said = observation.$nativeSeverity.interned else {
      observation.severity = observation.cvss.compactMap(\.severity).max()
      return
    }
    if let severity = known[said] {
      observation.severity = severity
      return
    }
    let word = said.wrappedValue
    let found = severity(of: word)
    if found == nil { unknown.append((word, observation.at)) }
    observation.severity = found ?? nil
    known[said] = .some(observation.severity)
  }

  /// Nil: nobody knows the word. The inner nil: it is the known word for "not rated".
  private func severity(of word: String) -> Severity?? {
    let plain = word.lowercased()
    if let severity = overrides[plain] ?? words[plain] { return .some(severity) }
    guard let score = Double(plain), let severity = Severity(score: score) else { return nil }
    return .some(severity)
  }

  /// One warning for each unknown word, at its first place.
  func warnings(for tool: String) -> [Diagnostic] {
    unknown.map { word, place in
      Diagnostic(
        .severityUnknownWord, "'\(word)' is no severity that \(tool) is known to use", severity: .warning, at: place,
        because: ["its severity counts as unknown, which is not low"],
        help: "known words: \(words.keys.sorted().joined(separator: ", ")); a policy may say what another means")
    }
  }
}

extension CVSSRating {
  /// The band of the stated score.
  fileprivate var severity: Severity? { score.flatMap { Severity(score: $0, isVersion2: version.hasPrefix("2")) } }
}
