import Model

extension Report {
  /// Gives each observation its severity: the one place where a scanner's word becomes one of ours.
  ///
  /// The policy's word wins, then the format's; a number from 0 to 10 is read as a CVSS score (GitHub reads SARIF's
  /// `security-severity` in the same bands); a word nobody knows leaves the severity unknown and is reported once.
  mutating func rate(by words: [String: Severity?], overridden overrides: [String: Severity?]) {
    var known: [String: Severity?] = [:]
    var unknown: [(word: String, at: Place)] = []
    for index in observations.indices {
      guard let word = observations[index].nativeSeverity else {
        observations[index].severity = observations[index].cvss.compactMap(\.severity).max()
        continue
      }
      if let severity = known[word] {
        observations[index].severity = severity
        continue
      }
      let severity = band(of: word, in: words, overridden: overrides)
      if severity == nil { unknown.append((word, observations[index].at)) }
      known[word] = .some(severity ?? nil)
      observations[index].severity = severity ?? nil
    }
    warnings += unknown.map { unknownWord($0.word, at: $0.at, words: words) }
  }

  private func unknownWord(_ word: String, at place: Place, words: [String: Severity?]) -> Diagnostic {
    Diagnostic(
      .severityUnknownWord, "'\(word)' is no severity that \(tool ?? format) is known to use", severity: .warning,
      at: place, because: ["its severity counts as unknown, which is not low"],
      help: "known words: \(words.keys.sorted().joined(separator: ", ")); a policy may say what another means")
  }
}

/// The severity a word or a number stands for; nil: nobody knows the word. The inner nil is the known word for "not rated".
private func band(of word: String, in words: [String: Severity?], overridden overrides: [String: Severity?]) -> Severity?? {
  let plain = word.lowercased()
  if let severity = overrides[plain] ?? words[plain] { return .some(severity) }
  guard let score = Double(plain), let severity = Severity(score: score) else { return nil }
  return .some(severity)
}

extension Score {
  /// The band of the stated score.
  fileprivate var severity: Severity? { score.flatMap { Severity(score: $0, isVersion2: version.hasPrefix("2")) } }
}
