import Model

// Shared by platforms on which people report findings: penetration tests and bug bounty programmes.

extension ReportBuilder {
  /// Starts a report of a platform; all its findings are of one engagement or programme.
  mutating func beginEngagement(on platform: String) -> Scan {
    tool = platform
    kinds.insert(.pentest)
    return scan()
  }
}

extension Timestamp {
  /// Parses RFC 3339, or the form in the platforms' tables: `2026-03-01 06:15:06 UTC`.
  init?(ofPlatform text: String) {
    let parts = text.split(separator: " ")
    self.init(parts.count == 3 && parts[2] == "UTC" ? "\(parts[0])T\(parts[1])Z" : text)
  }
}

extension Location {
  /// The location of a finding from its target: a URL, or else the name of an app or a host.
  init(target: String?) {
    guard let target else {
      self.init()
      return
    }
    if target.contains("://") { self.init(url: target) } else { self.init(resource: target) }
  }
}

extension Observation {
  /// Sets the state from the platform's word for it (`not-applicable`, `Out of scope`). A word that is not in the table
  /// leaves the finding open.
  mutating func applyState(_ word: String?, by states: [String: State]) {
    guard let word, let known = states[String(decoding: word.lowercased().utf8.map(plain), as: UTF8.self)] else {
      return
    }
    (state, stateReason) = (known, word)
  }
}

private func plain(_ byte: UInt8) -> UInt8 {
  byte == UInt8(ascii: "-") || byte == UInt8(ascii: " ") ? UInt8(ascii: "_") : byte
}
