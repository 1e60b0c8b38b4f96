import Model

/// One issue, as all of Burp's reports have it.
struct BurpIssue {
  /// The number of the kind of issue; Dastardly gives none, so there it is the name.
  let type: String
  let name: String?
  let severity, confidence: String?
  /// Scheme and host; in Dastardly's reports the whole address.
  let origin: String?
  let path: String?
  /// The path with what was attacked behind it: `/search [q parameter]`.
  let caption: String?
  let method: String?
  /// Text or HTML that names CWEs.
  let classifications: String?

  func observation(_ scan: Scan, at position: SourcePosition) -> Observation {
    var observation = Observation(
      scan: scan, kind: .dast, ruleId: type, title: name ?? "issue \(type)", location: location, at: position)
    observation.nativeSeverity = severity
    // The links name each CWE as well, in lower case and with a dot.
    for piece in (classifications ?? "").split(whereSeparator: { $0 == "<" || $0.isNewline })
    where piece.contains("CWE-") {
      observation.cwes.add(weakness: Weakness.number(String(piece)))
    }
    if let signature = [severity, confidence].compactMap({ $0 }).first(where: isFalsePositive) {
      (observation.state, observation.stateReason) = (.falsePositive, "marked as '\(signature)' in Burp")
    }
    return observation
  }

  private var location: Location {
    guard let origin else { return Location(url: path, method: method, parameter: parameter) }
    return Location(url: origin + (path ?? ""), method: method, parameter: parameter)
  }

  /// `q` of `/search [q parameter]`; what is no parameter in Burp's words: `User-Agent HTTP header`.
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
