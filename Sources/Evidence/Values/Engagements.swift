import Model

// What the platforms have in common on which people report what they found: pen tests and bug bounties.

extension ReportBuilder {
  /// The platform's findings, all of one engagement or programme.
  mutating func beginEngagement(on platform: String) -> Scan {
    tool = platform
    kinds.insert(.pentest)
    return scan()
  }
}

extension Timestamp {
  /// RFC 3339, or what the platforms' tables write: `2026-03-01 06:15:06 UTC`.
  init?(ofPlatform text: String) {
    let parts = text.split(separator: " ")
    self.init(parts.count == 3 && parts[2] == "UTC" ? "\(parts[0])T\(parts[1])Z" : text)
  }
}

extension Location {
  /// An address where the text is one, else something that goes by this name: an app, a host.
  init(target: String?) {
    guard let target else {
      self.init()
      return
    }
    if target.contains("://") { self.init(url: target) } else { self.init(resource: target) }
  }
}

extension Observation {
  /// What people decided, by the platform's word for it (`not-applicable`, `Out of scope`); a word that is not in the table
  /// decides nothing.
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
