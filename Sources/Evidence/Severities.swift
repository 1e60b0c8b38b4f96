import Interning
import Model

/// Maps a scanner's severity words to severities, for all formats.
///
/// What the policy says of the rule takes precedence over what it says of the word, and that over the format's meaning, in all
/// formats that the tool's results come in. A
/// number from 0 to 10 is a CVSS score, in the bands that GitHub uses for SARIF's `security-severity`, unless the tool has
/// numbered levels: then another whole number is no score. The number 0 means "not rated". An unknown word gives an unknown
/// severity and one warning.
struct SeverityRater {
  private let format: Format
  /// Whether the format's words include numbers, which are levels (`5` is the highest of Veracode).
  private let hasNumberedLevels: Bool
  private let overrides: SeverityMapping
  /// The scan of the last observation, and what its words mean. The observations of a scan follow one another.
  private var current: (scan: Interned<Scan>, words: ScanWords)?
  private var unknown: [(word: String, tool: String, at: SourcePosition)] = []
  /// The severities of ratings, because computing a score from a vector takes longer than looking it up.
  private var rated: [Interned<[CVSSRating]>: Severity?] = [:]

  /// What the words of one scan mean.
  private struct ScanWords {
    let overrides: [String: Severity?]
    /// The policy's mappings of words that only the tool's own format has, by the severity that they mean there.
    let others: [Severity: Severity]
    /// What the policy says of rules, by scanner, that of the most exact name first.
    let rules: [SeverityMapping.OfTool]
    var known: [InternedString: Severity?] = [:]
    /// The severities of rules that the policy gives one, and an outer nil for the others.
    var knownRules: [InternedString: Severity??] = [:]
    /// The words that mean "not rated".
    var unrated: Set<InternedString> = []
    /// The severity of results whose severity is unknown otherwise.
    var unstated: Severity? { overrides["unknown"] ?? nil }
  }

  init(_ format: Format, overridden overrides: SeverityMapping) {
    (self.format, self.overrides) = (format, overrides)
    hasNumberedLevels = format.severities.keys.contains { Int($0) != nil }
  }

  /// Sets the severity. If the scanner gives no word or number, or one that means "not rated", the highest CVSS score
  /// decides, stated or computed from a vector.
  mutating func rate(_ observation: inout Observation) {
    if current?.scan != observation.$scan {
      current = (observation.$scan, words(for: observation.scan))
    }
    if let severity = severityOfRule(observation.$ruleId) {
      observation.severity = severity
      return
    }
    let severity =
      if let stated = observation.$nativeSeverity.interned {
        current?.words.known[stated] ?? severity(of: stated, in: observation)
      } else {
        severity(of: observation.$cvss)
      }
    observation.severity = severity ?? current?.words.unstated
  }

  /// What the policy says of a rule; nil when it says nothing, and the inner nil for "unknown".
  private mutating func severityOfRule(_ id: InternedString) -> Severity?? {
    guard let rules = current?.words.rules, !rules.isEmpty else { return nil }
    if let known = current?.words.knownRules[id] { return known }
    let found = rules.lazy.compactMap { $0.severity(ofRule: id.wrappedValue) }.first
    current?.words.knownRules[id] = .some(found)
    return found
  }

  /// The severity of a word that is not among the known ones.
  private mutating func severity(of stated: InternedString, in observation: Observation) -> Severity? {
    if current?.words.unrated.contains(stated) == true { return severityOfUnrated(observation) }
    let word = stated.wrappedValue
    let found = severity(of: word)
    if let rating = found, rating == nil {
      current?.words.unrated.insert(stated)
      return severityOfUnrated(observation)
    }
    if found == nil, current?.words.overrides["unknown"] == nil {
      unknown.append((word, observation.scan.tool, observation.at))
    }
    current?.words.known[stated] = .some(found ?? nil)
    return found ?? nil
  }

  /// The severity where the word means "not rated".
  private mutating func severityOfUnrated(_ observation: Observation) -> Severity? {
    format.weighsScores ? nil : severity(of: observation.$cvss)
  }

  /// The highest severity of CVSS ratings.
  private mutating func severity(of ratings: Interned<[CVSSRating]>) -> Severity? {
    if let severity = rated[ratings] { return severity }
    let severity = ratings.wrappedValue.compactMap(\.severity).max()
    rated[ratings] = .some(severity)
    return severity
  }

  /// The severity of a word. Nil if the word is unknown; the inner nil if the word means "not rated".
  private func severity(of word: String) -> Severity?? {
    let plain = word.lowercased().trimmed
    // `unknown` in the policy is for what nothing else rates, such as a CVSS score.
    if plain != "unknown", let severity = current?.words.overrides[plain] { return .some(severity) }
    guard let severity = format.severities[plain] else {
      if hasNumberedLevels, Int(plain) != nil { return nil }
      guard let score = decimal(plain), let band = Severity(score: score) else { return nil }
      // Scanners write 0 where they know no score. A problem that really has none has a vector that says so.
      if score == 0 { return .some(nil) }
      // What the policy says of the word for this band holds for its numbers, too.
      return current?.words.overrides[band.name] ?? .some(current?.words.others[band] ?? band)
    }
    return .some(severity.map { current?.words.others[$0] ?? $0 })
  }

  /// The policy's mappings for a scan. One for the tool itself precedes one for the format of the report.
  private func words(for scan: Scan) -> ScanWords {
    guard !overrides.isEmpty else { return ScanWords(overrides: [:], others: [:], rules: []) }
    let ofTool = overrides.byTool.keys.filter { scan.isBy($0) && $0 != format.name }
      .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    let found = ([format.name] + ofTool).compactMap { overrides.byTool[$0] }
    let words = found.reduce(into: [String: Severity?]()) { words, one in words.merge(one.words) { _, new in new } }
    let last = ofTool.last.map { formatAndTool(of: $0)?.tool ?? $0 }
    let own = Format.all.first { $0.name == last && $0.name != format.name }?.severities ?? [:]
    return ScanWords(
      overrides: words, others: Self.translated(words, own), rules: found.reversed().filter { !$0.rules.isEmpty })
  }

  /// What the policy says of words of the tool's own format, for another format, which only tells their severity. Of
  /// several words of one severity, the strictest counts. Another format may use one word for several of the tool's, so
  /// a translation only makes severities higher.
  private static func translated(_ overrides: [String: Severity?], _ own: [String: Severity?]) -> [Severity: Severity] {
    var result: [Severity: Severity] = [:]
    for severity in Severity.allCases {
      let words = own.filter { $0.value == severity }.keys
      guard words.contains(where: { overrides[$0] != nil }) else { continue }
      result[severity] = words.compactMap { overrides[$0] ?? severity }.max().map { max($0, severity) }
    }
    return result
  }

  /// One warning for each unknown word, at its first occurrence.
  func warnings() -> [Diagnostic] {
    unknown.map { word, tool, position in
      Diagnostic(
        .severityUnknownWord, "unknown severity word \(shownWord(word)) from \(tool)", severity: .warning, at: position,
        because: ["the severity of its findings is unknown, which is not low"],
        help:
          "known words: \(format.severities.keys.sorted().joined(separator: ", ")); a policy can say what is unknown: "
          + "`severities: { \(Format.toolName(of: tool) ?? Self.name(of: tool, in: format)): { unknown: high } }`")
    }
  }

  /// The name by which a policy can mean a tool that is not known.
  private static func name(of tool: String, in format: Format) -> String {
    format.isShared ? "\"\(format.name):\(toolWord(of: tool))\"" : format.name
  }
}
