// Credentials that are recognised in any text of a report, also if the result is not about secrets: those in a URL, and tokens whose
// beginning is registered by the service that issues them.

/// The text with `…` in place of credentials: user names and passwords in URLs (RFC 3986 §3.2.1), the values of query
/// parameters that are named like credentials, tokens of an HTTP `Authorization` header, and tokens of known services
/// (`TokenShape`).
func withoutCredentials(_ text: String) -> String {
  guard text.utf8Span.span.mayHoldCredentials else { return text }
  let bytes = Array(text.utf8)
  let hidden = bytes.credentials
  return hidden.isEmpty ? text : bytes.hiding(hidden)
}

/// `=` and `//` in a URL in a URL (RFC 3986 §2.1), then `/` and `@`.
let (encodedMark, encodedSlashes) = (Array("%3d".utf8), Array("%2f%2f".utf8))
private let (encodedSlash, encodedAt) = (Array("%2f".utf8), Array("%40".utf8))

/// The first line of a key and what its last line has (RFC 7468 §2).
let (keyBegins, keyEnds) = (Array("-----BEGIN ".utf8), Array("-----END ".utf8))

extension [UInt8] {
  /// Where credentials stand, sorted by their start.
  var credentials: [Range<Int>] {
    let found =
      userInformation() + encodedUserInformation() + parameterValues() + settings() + bearerTokens() + knownTokens()
      + markedTokens() + privateKeys() + options() + webhooks() + keysOfHeroku()
    return found.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The text with `…` in place of these ranges, which are sorted by their start and may overlap.
  func hiding(_ ranges: [Range<Int>]) -> String {
    var (shown, at) = ([UInt8](), 0)
    for range in ranges where range.upperBound > at {
      shown += self[at..<Swift.max(at, range.lowerBound)]
      if range.lowerBound >= at || shown.isEmpty { shown += "…".utf8 }
      at = range.upperBound
    }
    return String(decoding: shown + self[at...], as: UTF8.self)
  }

  /// What stands between `//` and the last `@` of the authority. A path in normal form has one slash left of the two, after
  /// the scheme.
  fileprivate func userInformation() -> [Range<Int>] {
    var (found, at) = ([Range<Int>](), 0)
    while at + 2 < count {
      let isAfterScheme = at > 2 && self[at - 1] == UInt8(ascii: ":") && isWord(self[at - 2]) && isWord(self[at - 3])
      guard self[at] == slash, self[at + 1] == slash || isAfterScheme else {
        at += 1
        continue
      }
      let start = self[at + 1] == slash ? at + 2 : at + 1
      let end = self[start...].firstIndex { isSpace($0) || "/?#\"'<>`".utf8.contains($0) } ?? count
      if let mark = self[start..<end].lastIndex(of: UInt8(ascii: "@")), mark > start { found.append(start..<mark) }
      at = end > start ? end : start
    }
    return found
  }

  /// What stands between `//` and `@` where both are encoded, as in the qualifier of a purl.
  fileprivate func encodedUserInformation() -> [Range<Int>] {
    var (found, at) = ([Range<Int>](), 0)
    while let slashes = next(encodedSlashes, from: at) {
      let start = slashes + encodedSlashes.count
      let end = self[start...].firstIndex { isSpace($0) || "/?#&\"'<>`".utf8.contains($0) } ?? count
      let stop = (start..<end).first { span.begins(with: encodedSlash, at: $0) } ?? end
      let mark = (start..<stop).first { self[$0] == UInt8(ascii: "@") || span.begins(with: encodedAt, at: $0) }
      if let mark, mark > start { found.append(start..<mark) }
      at = Swift.max(start, stop)
    }
    return found
  }

  /// Private keys in the textual encoding (RFC 7468 §10), without their first and last lines. A key without its last line
  /// goes on to the end of the text.
  fileprivate func privateKeys() -> [Range<Int>] {
    var (found, at) = ([Range<Int>](), 0)
    while let start = next(keyBegins, from: at) {
      let label = self[start...].dropFirst(keyBegins.count).prefix(64)
      at = start + keyBegins.count
      guard let key = label.firstIndex(of: UInt8(ascii: "-")), isPrivate(label[..<key]) else { continue }
      let body = Swift.min(key + 5, count)
      at = next(keyEnds, from: body) ?? count
      if at > body { found.append(body..<at) }
    }
    return found
  }

  private func isPrivate(_ label: ArraySlice<UInt8>) -> Bool {
    ["PRIVATE KEY", "PRIVATE KEY BLOCK"].contains { label.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  /// The offset of the next occurrence of a word, in any letter case.
  private func next(_ word: [UInt8], from start: Int) -> Int? {
    guard start + word.count <= count else { return nil }
    return (start...(count - word.count)).first { span.begins(with: word, at: $0) }
  }

  /// The values of parameters that are named like credentials, in a query, a fragment, a path or a setting. A value may
  /// hold `=` itself, and what is hidden already is not looked at again.
  fileprivate func parameterValues() -> [Range<Int>] {
    var (found, hidden) = ([Range<Int>](), 0)
    for mark in indices where self[mark] == UInt8(ascii: "=") && mark >= hidden {
      let start = (self[hidden..<mark].lastIndex { !isName($0) } ?? hidden - 1) + 1
      let isParameter = start > 0 && "?&;#".utf8.contains(self[start - 1])
      guard start < mark, isCredential(self[start..<mark], isParameter: isParameter) else { continue }
      let end = self[mark...].firstIndex { isSpace($0) || "&;#?\"'<>`".utf8.contains($0) } ?? count
      guard end > mark + 1 else { continue }
      found.append(mark + 1..<end)
      hidden = end
    }
    return found
  }

  /// The values that follow names of credentials after `:` or `=` with spaces or quotation marks between them, or after an
  /// encoded `=`: `"password": "…"`, `password = …`, `X-Api-Key:…`. Here only what looks like a secret is taken for one.
  fileprivate func settings() -> [Range<Int>] {
    var (found, hidden) = ([Range<Int>](), 0)
    for mark in indices where mark >= hidden {
      let isEncoded = self[mark] == UInt8(ascii: "%") && self[mark...].starts(with: Array("%3D".utf8))
      guard isEncoded || self[mark] == UInt8(ascii: ":") || self[mark] == UInt8(ascii: "=") else { continue }
      let between = self[Swift.max(0, mark - 64)..<mark]
      let name = between.reversed().drop { isBetweenNameAndValue($0) }.prefix { isName($0) }.reversed()
      guard !name.isEmpty, isCredential(Array(name)[...], isParameter: false) || isSetting(name) else { continue }
      // `npm:jsonwebtoken:20150331` is an id.
      let before = between.reversed().drop { isBetweenNameAndValue($0) }.drop { isName($0) }.first
      guard before.map({ !":/@".utf8.contains($0) }) ?? true else { continue }
      let after = self[(isEncoded ? mark + 3 : mark + 1)...].prefix(512)
      let value = after.drop { isBetweenNameAndValue($0) }.prefix { !isSpace($0) && !"&;#?\"'<>`,".utf8.contains($0) }
      guard !value.isEmpty, isEncoded || looksSecret(String(decoding: value, as: UTF8.self)) else { continue }
      found.append(value.startIndex..<value.endIndex)
      hidden = value.endIndex
    }
    return found
  }

  /// The values that follow names of credentials as options of a command: `--password …`, and `-u user:…` of curl.
  fileprivate func options() -> [Range<Int>] {
    var found: [Range<Int>] = []
    for at in indices where self[at] == UInt8(ascii: "-") && (at == 0 || isSpace(self[at - 1])) {
      let name = self[at...].drop { $0 == UInt8(ascii: "-") }.prefix { isName($0) }
      let value = self[name.endIndex...].drop { $0 == 0x20 }.prefix { !isSpace($0) && !"\"'`".utf8.contains($0) }
      guard value.startIndex > name.endIndex, let first = value.first, first != UInt8(ascii: "-") else { continue }
      if name.elementsEqual("u".utf8) || name.elementsEqual("user".utf8) {
        guard let colon = value.firstIndex(of: UInt8(ascii: ":")), colon + 1 < value.endIndex else { continue }
        if value[colon...].dropFirst().first != slash { found.append(colon + 1..<value.endIndex) }
      } else if name.startIndex > at + 1, isCredential(name, isParameter: false),
        looksSecret(String(decoding: value, as: UTF8.self))
      {
        found.append(value.startIndex..<value.endIndex)
      }
    }
    return found
  }

  /// The paths of addresses that are secret as a whole: incoming webhooks of chat services.
  fileprivate func webhooks() -> [Range<Int>] {
    hooks.flatMap { hook in
      var (found, at) = ([Range<Int>](), 0)
      while let start = next(hook, from: at) {
        let body = start + hook.count
        let end = self[body...].firstIndex { isSpace($0) || "\"'<>`)".utf8.contains($0) } ?? count
        if end > body { found.append(body..<end) }
        at = Swift.max(body, end)
      }
      return found
    }
  }

  /// The keys of Heroku, which are UUIDs (RFC 9562 §4) and known by the name before them.
  fileprivate func keysOfHeroku() -> [Range<Int>] {
    var (found, at) = ([Range<Int>](), 0)
    while let start = next(heroku, from: at) {
      at = start + heroku.count
      let near = Swift.min(at + 32, count)
      guard let uuid = (at..<near).first(where: isUUID) else { continue }
      found.append(uuid..<uuid + 36)
      at = uuid + 36
    }
    return found
  }

  private func isUUID(at start: Int) -> Bool {
    guard start + 36 <= count, start == 0 || !isWord(self[start - 1]) else { return false }
    let text = self[start..<start + 36]
    return text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(\.count) == [8, 4, 4, 4, 12]
      && text.allSatisfy { isDigit($0) || (0x61...0x66).contains($0 | 0x20) || $0 == UInt8(ascii: "-") }
  }

  /// The tokens after `Bearer` and `Basic` (RFC 6750 §2.1, RFC 7617 §2). Words of prose have no digits, no capitals after
  /// the first letter and no `=` at their end.
  fileprivate func bearerTokens() -> [Range<Int>] {
    ["bearer ", "basic ", "authorization: token "].flatMap { word in
      let word = Array(word.utf8)
      guard count > word.count else { return [Range<Int>]() }
      return (0..<count - word.count).compactMap { at in
        guard self[at] | 0x20 == word[0], word.indices.allSatisfy({ self[at + $0] | 0x20 == word[$0] | 0x20 }) else {
          return nil
        }
        let start = at + word.count
        let end = self[start...].firstIndex { isSpace($0) || "\"'<>`,;".utf8.contains($0) } ?? count
        let token = self[start..<end]
        let isGenerated = token.dropFirst().contains { isDigit($0) || (0x41...0x5A).contains($0) }
        let isToken = isGenerated || token.last == UInt8(ascii: "=")
        return token.count >= 8 && isToken || token.count >= 24 ? start..<end : nil
      }
    }
  }
}

/// Whether a parameter of this name holds a credential. Letter case, `-`, `_` and `.` do not matter. Some names mean one
/// only as the parameter of a URL.
private func isCredential(_ name: ArraySlice<UInt8>, isParameter: Bool) -> Bool {
  let decoded = name.contains(UInt8(ascii: "%")) ? Paths.percentDecoded(name) : Array(name)
  let plain = String(
    decoding: decoded.filter { isWord($0) && $0 != UInt8(ascii: "_") }.map { $0 | 0x20 }, as: UTF8.self)
  return isParameter && (parameters.contains(plain) || plain.hasSuffix("auth"))
    || endings.contains { plain.hasSuffix($0) }
}

private func isSetting(_ name: some Sequence<UInt8>) -> Bool {
  settingNames.contains(String(decoding: name.map { $0 | 0x20 }, as: UTF8.self))
}

/// The beginnings of addresses of incoming webhooks.
let hooks = [
  "hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/", "discord.com/api/webhooks/",
  "discordapp.com/api/webhooks/", "discord.com/api/v9/webhooks/", "discord.com/api/v10/webhooks/",
  "webhook.office.com/webhookb2/", "outlook.office.com/webhook/",
  "chat.googleapis.com/v1/spaces/", "hooks.zapier.com/hooks/catch/",
].map { Array($0.utf8) }

let heroku = Array("heroku".utf8)

private let parameters: Set = [
  "key", "pass", "pwd", "sig", "auth", "authorization", "session", "sid", "phpsessid", "jwt", "code", "credential",
  "credentials", "awsaccesskeyid", "otp", "pin", "ticket", "assertion", "samlresponse", "samlart",
]
let endings = [
  "token", "secret", "password", "passwd", "passphrase", "apikey", "accesskey", "secretkey", "privatekey", "signature",
  "sessionid", "credential", "authkey", "sharedkey", "accountkey",
]
/// Names of settings that hold a credential if the value looks like one.
let settingNames: Set = ["pwd", "pass", "session", "sid", "phpsessid", "authorization"]

private let slash = UInt8(ascii: "/")
private func isSpace(_ byte: UInt8) -> Bool { byte <= 0x20 }
