import Interning
import Model
import System

/// Takes secrets out of everything that a report says of its results, for all formats: a reader need not think of it.
///
/// Credentials are hidden in every text. In results about secrets also what is secret by where it stands in the report
/// (`SecretTexts`), and what looks like a secret (`withoutSecretShapes`), is hidden. The rule, the place and the severity
/// stay.
struct SecretRedactor {
  private let records: RecordIndex
  /// The titles and rules that hold none and are not about secrets.
  private var (dullTitles, dullRules) = (InternedSet<String>(), InternedSet<String>())
  private var titles: [InternedString: Title] = [:]
  private var rules: [InternedString: Title] = [:]
  /// Whether nothing in a title looks like a secret.
  private var plainTitles: [InternedString: Bool] = [:]
  /// The lists of weaknesses in which no credential stands in clear text.
  private var otherWeaknesses = InternedSet<[Int]>()
  private var credentials: CredentialRedactor

  /// A title or a rule without credentials, and whether its words are about secrets.
  private struct Title {
    let shown: InternedString
    let isAboutSecrets: Bool

    /// Whether it is shown as it is stated and says nothing of secrets.
    func isDull(_ stated: InternedString) -> Bool { shown == stated && !isAboutSecrets }
  }

  /// - Parameter hasFile: whether the commit has a file of that path; nil if that is not known.
  init(_ content: Content, hasFile: ((InternedString) -> Bool)?) {
    (records, credentials) = (RecordIndex(content), CredentialRedactor(hasFile: hasFile))
  }

  mutating func redact(_ one: inout Observation) {
    let isAboutSecrets = redactWords(of: &one)
    redactFingerprints(of: &one)
    credentials.redact(&one)
    if isAboutSecrets { redactSecrets(of: &one) }
  }

  /// Hides credentials in title and rule, and tells whether the result is about a secret.
  private mutating func redactWords(of one: inout Observation) -> Bool {
    if one.kind.isDependency {
      (one.$title, one.$ruleId) = (credentials.shown(one.$title), credentials.shown(one.$ruleId))
      if let words = one.$ruleTitle.interned { one.$ruleTitle = InternedOptional(credentials.shown(words)) }
      return false
    }
    var isAboutSecrets = one.kind == .secret || isWeakness(one.$cwes)
    if !dullTitles.contains(one.$title) {
      let title = title(one.$title)
      isAboutSecrets = isAboutSecrets || title.isAboutSecrets
      one.$title = title.shown
    }
    if let words = one.$ruleTitle.interned, !dullTitles.contains(words) {
      let title = title(words)
      isAboutSecrets = isAboutSecrets || title.isAboutSecrets
      one.$ruleTitle = InternedOptional(title.shown)
    }
    if !dullRules.contains(one.$ruleId) {
      let rule = rule(one.$ruleId)
      isAboutSecrets = isAboutSecrets || rule.isAboutSecrets
      one.$ruleId = rule.shown
    }
    return isAboutSecrets
  }

  private mutating func redactSecrets(of one: inout Observation) {
    let secrets = records.secrets(at: one.at)
    if !one.$stateReason.isNil || !secrets.areMissing(from: one.$title) || !isPlain(one.$title) {
      let known = Set(parts(of: one.location.path ?? "") + parts(of: one.ruleId))
      let hide = { (text: String) in
        withoutSecretShapes(secrets.cut(from: String(text.prefix(longestTitle))), known: known)
      }
      (one.title, one.stateReason) = (hide(one.title), one.stateReason.map(hide))
    }
    // A tool without names of rules is known by its messages.
    if one.$ruleId.utf8.has(0x20) || !secrets.areMissing(from: one.$ruleId) {
      let rule = secrets.cut(from: one.ruleId)
      one.ruleId = rule.utf8.contains(0x20) ? withoutSecretShapes(rule, known: []) : rule
    }
    for (name, value) in one.fingerprints
    where value != one.$ruleId && mayBeSecret(value, at: one.location.path) {
      one.fingerprints[name] = InternedString(digestOfFingerprint(value.wrappedValue))
    }
    guard !secrets.isEmpty else { return }
    if let word = one.$nativeSeverity.interned, !secrets.areMissing(from: word) {
      one.nativeSeverity = secrets.cut(from: word.wrappedValue)
    }
    one.location.hide(secrets.cut)
    for (name, value) in one.fingerprints where !secrets.areMissing(from: value) {
      one.fingerprints[name] = InternedString(digestOfFingerprint(value.wrappedValue))
    }
  }

  /// Whether `withoutSecretShapes` hides nothing of a title, also if no word is known.
  private mutating func isPlain(_ title: InternedString) -> Bool {
    if let known = plainTitles[title] { return known }
    let text = title.wrappedValue
    let isPlain = text.utf8.count <= longestTitle && withoutSecretShapes(text, known: []).utf8.elementsEqual(text.utf8)
    plainTitles[title] = isPlain
    return isPlain
  }

  private mutating func title(_ text: InternedString) -> Title {
    if let known = titles[text] { return known }
    let title = Title(shown: credentials.shown(text), isAboutSecrets: text.utf8.mentionsSecrets)
    titles[text] = title
    if title.isDull(text) { dullTitles.insert(text) }
    return title
  }
}

extension SecretRedactor {
  private mutating func isWeakness(_ cwes: Interned<[Int]>) -> Bool {
    if otherWeaknesses.contains(cwes) { return false }
    let isWeakness = cwes.wrappedValue.contains(where: credentialWeaknesses.contains)
    if !isWeakness { otherWeaknesses.insert(cwes) }
    return isWeakness
  }

  private mutating func rule(_ id: InternedString) -> Title {
    if let known = rules[id] { return known }
    let words = id.wrappedValue.lowercased()
    let rule = Title(
      shown: credentials.shown(id),
      isAboutSecrets: id.utf8.mentionsSecrets || words.split { !$0.isLetter }.contains { ruleWords.contains($0) })
    rules[id] = rule
    if rule.isDull(id) { dullRules.insert(id) }
    return rule
  }

  /// Removes fingerprints that tell who made a commit and when, and hides those that are texts: both identify no result,
  /// and Gitleaks writes them into SARIF.
  private mutating func redactFingerprints(of one: inout Observation) {
    for (name, value) in one.fingerprints {
      if personal.contains(name) {
        one.fingerprints[name] = nil
      } else if !credentials.isPlain(value), value.utf8.has(0x20) || value.utf8.has(UInt8(ascii: "@")) {
        one.fingerprints[name] = InternedString(digestOfFingerprint(value.wrappedValue))
      }
    }
  }
}

/// Stands for a fingerprint whose value must not be shown: equal for equal values.
func digestOfFingerprint(_ value: String) -> String {
  var hasher = DigestHasher()
  hasher.update("gatehouse.fingerprint")
  hasher.update(value)
  return hasher.finish().hex
}

/// Whether the fingerprint of a result about a secret may be the secret itself: a part of it that is no digest, no id and
/// no part of the path looks like one. Tools other than those that define a fingerprint write what they like under its
/// name.
private func mayBeSecret(_ fingerprint: InternedString, at path: String?) -> Bool {
  // Most are digests and numbers.
  let bytes = fingerprint.utf8
  guard bytes.indices.contains(where: { !isHexOrHyphen(bytes[$0]) && bytes[$0] != UInt8(ascii: ":") }) else {
    return false
  }
  let suspects = parts(ofFingerprint: fingerprint.wrappedValue).filter { part in
    !part.utf8.allSatisfy(isHexOrHyphen) && looksSecret(part)
  }
  return !suspects.isEmpty && !Set(parts(ofFingerprint: path ?? "")).isSuperset(of: suspects)
}

private func parts(ofFingerprint text: String) -> [String] {
  text.utf8.split { ":/|#,".utf8.contains($0) }.map { String(Substring($0)) }
}

private func isHexOrHyphen(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (0x61...0x66).contains(byte | 0x20) || byte == UInt8(ascii: "-")
}

extension Location {
  mutating func hide(_ hiding: (String) -> String) {
    if !$url.isNil { url = url.map(hiding) }
    if !$resource.isNil { resource = resource.map(hiding) }
    if !$parameter.isNil { parameter = parameter.map(hiding) }
    if !$image.isNil { image = image.map(hiding) }
  }

  func hiding(_ hiding: (String) -> String) -> Location {
    var copy = self
    copy.hide(hiding)
    return copy
  }
}

/// A path or the id of a rule, and the parts of it that a message may name.
private func parts(of text: String) -> [String] {
  [text] + text.split(separator: "/").map(String.init) + text.split(separator: ".").map(String.init)
}

extension Span<UInt8> {
  /// Whether the text has one of the words about secrets, in any letter case.
  fileprivate var mentionsSecrets: Bool {
    for at in indices {
      guard let words = nouns[Int(self[at] | 0x20)] else { continue }
      for word in words where begins(with: word, at: at) { return true }
    }
    return false
  }
}

/// Titles of results about secrets are cut to this many characters.
private let longestTitle = 1024

/// Weaknesses in which a credential stands in clear text: CWE-256, 257, 259, 260, 312, 313, 315, 316, 319, 321, 522, 523,
/// 526, 532, 540, 547, 549, 555, 798, 1391, 1392 (https://cwe.mitre.org).
private let credentialWeaknesses: Set = [
  256, 257, 259, 260, 312, 313, 315, 316, 319, 321, 522, 523, 526, 532, 540, 547, 549, 555, 798, 1391, 1392,
]

/// Words of titles and rules that are about secrets, by their first byte.
private let nouns: [[[UInt8]]?] = words.reduce(into: [[[UInt8]]?](repeating: nil, count: 256)) { table, word in
  let word = Array(word.utf8)
  table[Int(word[0])] = (table[Int(word[0])] ?? []) + [word]
}
private let words = [
  "secret", "password", "passwd", "passphrase", "credential", "api key", "apikey", "api-key", "api_key", "private key",
  "private-key", "privatekey", "access key", "access-key", "accesskey", "access token", "access-token", "accesstoken",
  "auth token", "auth-token", "bearer token", "hardcoded", "hard-coded", "hard coded",
]
private let ruleWords: Set<Substring> = ["secret", "secrets", "token", "tokens", "jwt", "keys", "credentials"]

private let personal = InternedSet<String>(
  ["commitSha", "commitMessage", "email", "author", "date", "message", "authorEmail", "authorName", "committer"]
    .map { InternedString($0) })
