import Model

// Decoders of single values. They decide the type of a scalar, and not the YAML parser, so `NO` is a text unless a flag
// is expected.

extension ConfigDecoder where Value == String {
  /// Decodes a text that is not empty.
  package static let text: ConfigDecoder<String> = ConfigDecoder(.type("string", [("minLength", .number(1))])) {
    node, problems in
    guard case .scalar(let text, let isQuoted) = node.value, !text.isEmpty || isQuoted else {
      problems.reportWrongType(node, expected: "a text")
      return nil
    }
    guard !text.isEmpty else {
      problems.reportInvalid(node, "this text is empty", help: "write what is meant between the quotes")
      return nil
    }
    return text
  }

  /// Decodes a text that is shown in one line: line breaks become spaces.
  package static let sentence: ConfigDecoder<String> = text.map { text, _, _ in
    text.split { $0.isNewline }.map { $0.trimming(\.isWhitespace) }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Decodes the id of a rule, an exception or a waiver: 1 to 64 letters, digits, `-`, `_` and `.`, with a letter or a
  /// digit first.
  package static let id: ConfigDecoder<String> = ConfigDecoder(.pattern("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")) {
    node, problems in
    guard let text = text.decode(node, &problems) else { return nil }
    let isLegal = text.utf8.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: ".") }
    guard isLegal, (1...64).contains(text.utf8.count),
      text.utf8.first.map({ isWordByte($0) && !"-_".utf8.contains($0) }) == true
    else {
      problems.reportInvalid(
        node, "an id consists of at most 64 letters, digits, `-`, `_` and `.`", help: "write it like `no-new-high`")
      return nil
    }
    return text
  }
}

extension Substring {
  fileprivate func trimming(_ isLeftOut: (Character) -> Bool) -> Substring {
    let start = drop(while: isLeftOut)
    return start.lastIndex { !isLeftOut($0) }.map { start[...$0] } ?? start.prefix(0)
  }
}

func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"),
    UInt8(ascii: "-"), UInt8(ascii: "_"):
    true
  default: false
  }
}

extension ConfigDecoder {
  /// Decodes one word of a fixed list.
  ///
  /// - Parameter what: The kind of word in messages, without an article: "severity".
  package static func word(_ what: String, _ words: [(String, Value)]) -> ConfigDecoder {
    let names = words.map(\.0)
    return ConfigDecoder(.words(names)) { node, problems in
      guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
      guard let found = words.first(where: { $0.0 == text }) else {
        problems.reportUnknown(node, text, what: what, among: names)
        return nil
      }
      return found.1
    }
  }

  /// Decodes one case of an enumeration by its raw value.
  package static func word(_ what: String, _ words: [Value]) -> ConfigDecoder where Value: RawRepresentable<String> {
    word(what, words.map { ($0.rawValue, $0) })
  }
}

extension ConfigDecoder where Value == Severity? {
  /// Decodes a severity; `unknown` becomes nil.
  package static let severity: ConfigDecoder<Severity?> = word(
    "severity", Severity.names.map { ($0, Severity(name: $0)) })
}

extension ConfigDecoder where Value == Severity {
  /// Decodes a severity to compare with, which cannot be `unknown`.
  package static let knownSeverity: ConfigDecoder<Severity> = word(
    "severity", Severity.allCases.reversed().map { ($0.name, $0) })
}

extension ConfigDecoder where Value == Bool {
  /// Decodes `true` or `false`, without quotes.
  package static let flag: ConfigDecoder<Bool> = ConfigDecoder(.type("boolean")) { node, problems in
    switch node.value {
    case .scalar("true", isQuoted: false): return true
    case .scalar("false", isQuoted: false): return false
    case .scalar(let text, _):
      // YAML 1.1 reads these words as flags; a quoted `true` or `false` is also a text.
      let meant =
        ["yes", "on", "y", "true"].contains(text.lowercased())
        ? "true" : ["no", "off", "n", "false"].contains(text.lowercased()) ? "false" : nil
      problems.reportWrongType(node, expected: "`true` or `false`", help: meant.map { "write `\($0)`, without quotes" })
      return nil
    case .sequence, .mapping:
      problems.reportWrongType(node, expected: "`true` or `false`")
      return nil
    }
  }
}

extension ConfigDecoder where Value == Double {
  /// Decodes a probability from 0 to 1.
  package static let share: ConfigDecoder<Double> = ConfigDecoder(
    .object([("type", .text("number")), ("minimum", .number(0)), ("maximum", .number(1))])
  ) { node, problems in
    guard case .scalar(let text, isQuoted: false) = node.value, let number = Double(text), (0...1).contains(number),
      text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") })
    else {
      problems.reportWrongType(node, expected: "a number from 0 to 1", help: "write a share: 0.2 for 20 percent")
      return nil
    }
    return number
  }
}

extension ConfigDecoder where Value == Int {
  /// Decodes a whole number from 0 to 999,999,999.
  package static let count: ConfigDecoder<Int> = ConfigDecoder(
    .object([("type", .text("integer")), ("minimum", .number(0))])
  ) { node, problems in
    guard case .scalar(let text, isQuoted: false) = node.value, text.utf8.count <= 9,
      text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text)
    else {
      problems.reportWrongType(node, expected: "a whole number")
      return nil
    }
    return number
  }

  /// Decodes the version of a configuration language, which must be 1.
  package static let version: ConfigDecoder<Int> = ConfigDecoder(.object([("const", .number(1))])) { node, problems in
    guard let version = count.decode(node, &problems) else { return nil }
    guard version == 1 else {
      problems.reportInvalid(
        node, "this Gatehouse reads version 1, not \(version)", help: "write 1, or use a newer Gatehouse")
      return nil
    }
    return version
  }

  /// Decodes a time zone, `UTC` or an offset such as `+01:00`, as seconds east of UTC. Zone names are not supported,
  /// because the time zone database may differ between machines.
  package static let zone: ConfigDecoder<Int> = ConfigDecoder(.pattern("^(UTC|[+-][0-9]{2}:[0-9]{2})$")) {
    node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    if text == "UTC" { return 0 }
    guard let moment = Timestamp("1970-01-02T00:00:00\(text)"), text.utf8.count == 6 else {
      problems.reportInvalid(
        node, "a time zone is `UTC` or an offset like `+01:00`",
        help: "names such as `Europe/Berlin` are not supported, because their rules differ between machines")
      return nil
    }
    return 86400 - Int(moment.seconds)
  }
}

extension ConfigDecoder where Value == TimeSpan {
  /// Decodes a duration greater than zero, in seconds, minutes, hours, days or weeks: `24h`, `7d`, `2w`.
  package static let span: ConfigDecoder<TimeSpan> = ConfigDecoder(.pattern("^[0-9]{1,6}[smhdw]$")) { node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    guard let span = TimeSpan(text), span.seconds > 0 else {
      problems.reportInvalid(
        node, "`\(text)` is not a duration", help: "write it like `24h`, `7d` or `2w`, with six digits at most")
      return nil
    }
    if text.hasSuffix("m"), span <= mostMonths {
      problems.doubt(
        node, text,
        NameFault(
          "is in minutes", help: "write months in days, like `180d`; if minutes are meant, write `\(span.seconds)s`"))
    }
    return span
  }

  /// Decodes a duration of whole days.
  package static let days: ConfigDecoder<TimeSpan> = ConfigDecoder(.pattern("^[0-9]{1,6}[dw]$")) { node, problems in
    guard let span = span.decode(node, &problems) else { return nil }
    guard span.seconds % 86400 == 0 else {
      problems.reportInvalid(node, "this duration must be in whole days", help: "write it like `7d`")
      return nil
    }
    return span
  }
}

/// Somebody who writes so many minutes or less may well mean months.
private let mostMonths = TimeSpan(seconds: 24 * 60)

extension ConfigDecoder where Value == Day {
  /// Decodes a date: `2026-11-30`.
  package static let day: ConfigDecoder<Day> = ConfigDecoder(.pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")) {
    node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    guard let day = Day(text) else {
      problems.add(
        node.diagnostic(.dateInvalid, "`\(text)` is not a date", help: "write it like `2026-11-30`"))
      return nil
    }
    return day
  }
}

extension ConfigDecoder where Value == Timestamp {
  /// Decodes a time (RFC 3339), or a date, which means its first second in UTC.
  package static let time: ConfigDecoder<Timestamp> = ConfigDecoder(.pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt].*)?$")) {
    node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    guard let time = Timestamp(text) ?? Day(text)?.start else {
      problems.add(
        node.diagnostic(
          .dateInvalid, "`\(text)` is not a valid time", help: "write it like `2026-11-22T10:00:00Z` or `2026-11-22`"))
      return nil
    }
    return time
  }
}

extension ConfigDecoder where Value == String {
  /// Decodes a SHA-256 digest: `sha256:` and 64 hex digits, which become lower case.
  package static let digest: ConfigDecoder<String> = ConfigDecoder(.pattern("^sha256:[0-9a-fA-F]{64}$")) {
    node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    let digits = text.utf8.dropFirst("sha256:".utf8.count)
    guard text.utf8.starts(with: "sha256:".utf8), digits.count == 64,
      digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0 | 0x20) })
    else {
      problems.reportInvalid(
        node, "a digest is `sha256:` and 64 hex digits", help: "`sha256sum FILE` prints the digits")
      return nil
    }
    return text.lowercased()
  }
}
