import Model

/// One issue, with the properties that all of Burp's reports have.
struct BurpIssue {
  /// The number of the issue type; Dastardly gives none, so there it is the name.
  let type: String
  let name: String?
  let severity, confidence: String?
  /// Scheme and host; in reports of Dastardly the whole URL.
  let origin: String?
  let path: String?
  /// The path and the attacked part: `/search [q parameter]`.
  let caption: String?
  let method: String?
  /// Text or HTML that names CWEs.
  let classifications: String?

  func observation(_ scan: Scan, at position: SourcePosition) -> Observation {
    var observation = Observation(
      scan: scan, kind: .dast, ruleId: type, title: name ?? "issue \(type)", location: location, at: position)
    observation.nativeSeverity = severity
    // Links repeat each CWE in lower case with a dot; those are skipped.
    for piece in (classifications ?? "").split(whereSeparator: { $0 == "<" || $0.isNewline })
    where piece.contains("CWE-") {
      observation.cwes.add(weakness: Weakness.number(String(piece)))
    }
    if let word = [severity, confidence].compactMap({ $0 }).first(where: isFalsePositive) {
      (observation.state, observation.stateReason) = (.falsePositive, "marked as '\(word)' in Burp")
    }
    return observation
  }

  private var location: Location {
    guard let origin else { return Location(url: path, method: method, parameter: parameter) }
    return Location(url: origin + (path ?? ""), method: method, parameter: parameter)
  }

  /// The parameter: `q` of `/search [q parameter]`, or Burp's name for an attacked part that is not a parameter:
  /// `User-Agent HTTP header`.
  private var parameter: String? {
    guard let caption, caption.hasSuffix("]"), let open = caption.lastIndex(of: "[") else { return nil }
    let inside = caption[caption.index(after: open)...].dropLast()
    let words = inside.split(separator: " ")
    return words.count == 2 && words[1] == "parameter" ? String(words[0]) : String(inside)
  }
}

private func isFalsePositive(_ word: String) -> Bool {
  let plain = word.lowercased()
  return plain == "false positive" || plain == "false_positive"
}
