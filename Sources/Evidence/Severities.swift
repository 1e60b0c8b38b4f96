import Interning
import Model

/// Maps a scanner's severity words to severities, for all formats.
///
/// The policy's mapping takes precedence over the format's. A number from 0 to 10 is a CVSS score, in the bands that
/// GitHub uses for SARIF's `security-severity`. An unknown word gives an unknown severity and one warning.
struct SeverityRater {
  private let words: [String: Severity?]
  private let overrides: [String: Severity?]
  private var known: [InternedString: Severity?] = [:]
  private var unknown: [(word: String, at: SourcePosition)] = []

  init(_ words: [String: Severity?], overridden overrides: [String: Severity?]) {
    (self.words, self.overrides) = (words, overrides)
  }

  /// Sets the severity. If the scanner gives no word or number, the highest CVSS score decides.
  mutating func rate(_ observation: inout Observation) {
    guard let stated = observation.$nativeSeverity.interned else {
      observation.severity = observation.cvss.compactMap(\.severity).max()
      return
    }
    if let severity = known[stated] {
      observation.severity = severity
      return
    }
    let word = stated.wrappedValue
    let found = severity(of: word)
    if found == nil { unknown.append((word, observation.at)) }
    observation.severity = found ?? nil
    known[stated] = .some(observation.severity)
  }

  /// The severity of a word. Nil if the word is unknown; the inner nil if the word means "not rated".
  private func severity(of word: String) -> Severity?? {
    let plain = word.lowercased()
    if let severity = overrides[plain] ?? words[plain] { return .some(severity) }
    guard let score = Double(plain), let severity = Severity(score: score) else { return nil }
    return .some(severity)
  }

  /// One warning for each unknown word, at its first occurrence.
  func warnings(for tool: String) -> [Diagnostic] {
    unknown.map { word, position in
      Diagnostic(
        .severityUnknownWord, "unknown severity word '\(word)' from \(tool)", severity: .warning, at: position,
        because: ["the severity of its findings is unknown, which is not low"],
        help: "known words: \(words.keys.sorted().joined(separator: ", ")); a policy can map other words to a severity")
    }
  }
}

extension CVSSRating {
  /// The severity band of the score (CVSS specification, qualitative severity rating scale); nil without a score.
  fileprivate var severity: Severity? { score.flatMap { Severity(score: $0, isVersion2: version.hasPrefix("2")) } }
}
