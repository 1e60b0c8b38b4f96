import Interning
import Model

/// Reads a line of an allowed-signers file: `PRINCIPALS [OPTIONS] KEYTYPE KEY [COMMENT]`.
struct AllowedSignersLine {
  private var rest: ArraySlice<UInt8>

  init(_ line: ArraySlice<UInt8>) { rest = line }

  mutating func entry() throws(AllowedSigners.Fault) -> AllowedSigners.Entry {
    let principals = list(lowercasedASCII(try word("principals")))
    var second = try word("a key")
    var options: [(name: String, value: String?)] = []
    if !isKeyType(second) {
      options = try Self.options(second)
      second = try word("a key")
    }
    guard isKeyType(second) else {
      throw AllowedSigners.Fault(
        because: "`\(second)` is no type of a key", help: "it is the first word of a .pub file")
    }
    let text = try word("a key")
    guard let bytes = base64Decoded(text.utf8), let key = PublicKey(bytes), key.typeName == second else {
      throw AllowedSigners.Fault(
        because: "its key is damaged or of a kind that is not verified",
        help: "keys are ssh-ed25519, ecdsa-sha2-nistp256, -384 or -521, or ssh-rsa of at least 2048 bits")
    }
    return try entry(principals, options, bytes)
  }

  private func entry(
    _ principals: [String], _ options: [(name: String, value: String?)], _ key: [UInt8]
  ) throws(AllowedSigners.Fault) -> AllowedSigners.Entry {
    var (namespaces, after, before): ([String]?, Timestamp?, Timestamp?) = (nil, nil, nil)
    for (name, value) in options {
      switch (name, value) {
      case ("namespaces", let value?) where namespaces == nil: namespaces = list(value)
      case ("valid-after", let value?) where after == nil: after = try Self.time(value)
      case ("valid-before", let value?) where before == nil: before = try Self.time(value)
      case ("cert-authority", nil):
        throw AllowedSigners.Fault(
          because: "certificates are not verified", help: "list the keys of the people themselves")
      default:
        throw AllowedSigners.Fault(
          because: "unknown option `\(name)`", help: "known: namespaces, valid-after, valid-before")
      }
    }
    return AllowedSigners.Entry(
      principals: principals, namespaces: namespaces, validAfter: after, validBefore: before, key: key)
  }

  /// The next word; a part in double quotes may have spaces.
  private mutating func word(_ what: String) throws(AllowedSigners.Fault) -> String {
    rest = rest.drop { $0 == 0x20 || $0 == 9 }
    var (bytes, isQuoted) = ([UInt8](), false)
    while let byte = rest.first, isQuoted || byte != 0x20 && byte != 9 {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      bytes.append(byte)
      rest = rest.dropFirst()
    }
    guard !bytes.isEmpty, !isQuoted, let text = String(validating: bytes, as: UTF8.self) else {
      throw AllowedSigners.Fault(because: "it has no \(what)", help: "write it as `NAME@HOST ssh-ed25519 KEY`")
    }
    return text
  }

  private func list(_ text: String) -> [String] {
    text.utf8.filter { $0 != UInt8(ascii: "\"") }.split(separator: UInt8(ascii: ",")).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func isKeyType(_ word: String) -> Bool {
    ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"].contains(where: word.hasPrefix)
  }

  /// The options of one word: `NAME`, `NAME="VALUE"`, joined by commas outside of quotes. Names are in lower case.
  private static func options(_ word: String) throws(AllowedSigners.Fault) -> [(name: String, value: String?)] {
    var (parts, isQuoted): ([[UInt8]], Bool) = ([[]], false)
    for byte in word.utf8 {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: ","), !isQuoted { parts.append([]) } else { parts[parts.count - 1].append(byte) }
    }
    var options: [(name: String, value: String?)] = []
    for part in parts {
      let pieces = part.split(separator: UInt8(ascii: "="), maxSplits: 1)
      let name = pieces.first.map { lowercasedASCII(String(decoding: $0, as: UTF8.self)) } ?? ""
      options.append((name, try pieces.count == 2 ? value(pieces[1], of: name) : nil))
    }
    return options
  }

  private static func value(_ text: ArraySlice<UInt8>, of name: String) throws(AllowedSigners.Fault) -> String {
    let quote = UInt8(ascii: "\"")
    guard text.count >= 2, text.first == quote, text.last == quote, !text.dropFirst().dropLast().contains(quote) else {
      throw AllowedSigners.Fault(
        because: "the value of `\(name)` is not in double quotes", help: "write it as in `namespaces=\"git\"`")
    }
    return String(decoding: text.dropFirst().dropLast(), as: UTF8.self)
  }

  /// `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with or without `Z`.
  private static func time(_ text: String) throws(AllowedSigners.Fault) -> Timestamp {
    let digits = text.utf8.last == UInt8(ascii: "Z") ? Array(text.utf8.dropLast()) : Array(text.utf8)
    func part(_ range: Range<Int>) -> String {
      range.upperBound <= digits.count ? String(decoding: digits[range], as: UTF8.self) : "00"
    }
    guard [8, 12, 14].contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
      let time = Timestamp(
        "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z")
    else {
      throw AllowedSigners.Fault(because: "`\(text)` is no time", help: "write it like 20261130 or 202611301200Z")
    }
    return time
  }
}
