import Interning
import Model
import PackageURL

/// Hides credentials in every text of an observation but its title and its rule: names, versions and fixes of packages,
/// ids, ratings, fingerprints and places.
///
/// Values are interned and most hold nothing to hide, so each one is looked at once.
struct CredentialRedactor {
  /// Whether the commit has a file of this path. Then the path is shown: git shows it as well.
  private let hasFile: ((InternedString) -> Bool)?
  private var texts = CheckedValues<String>()
  private var paths = CheckedValues<String>()
  private var lists = CheckedValues<[String]>()
  private var ratings = CheckedValues<[CVSSRating]>()
  private var components = CheckedValues<Component>()
  private var upgrades = CheckedValues<ParentUpgrade>()
  private var reachabilities = CheckedValues<ReachabilityEvidence>()
  private var flows = CheckedValues<[Location]>()
  private var scans = CheckedValues<Scan>()
  private var fingerprints = CheckedValues<String>()

  init(hasFile: ((InternedString) -> Bool)?) { self.hasFile = hasFile }

  /// Whether a fingerprint is a digest, an id or numbers: it holds no credential, no address and no words.
  mutating func isPlain(_ fingerprint: InternedString) -> Bool {
    if fingerprints.areClean(fingerprint) { return true }
    let (bytes, plain) = (fingerprint.utf8, plainFingerprintBytes.span)
    for at in bytes.indices where !plain[Int(bytes[at])] { return false }
    fingerprints.noteClean(fingerprint)
    return true
  }

  /// A text without credentials.
  mutating func shown(_ text: InternedString) -> InternedString {
    var shown = text
    texts.hide(&shown, if: mayHold, by: withoutCredentials)
    return shown
  }

  mutating func redact(_ one: inout Observation) {
    scans.hide(&one.$scan, if: { _ in true }) { $0.withoutCredentials }
    texts.hide(&one.$nativeSeverity, if: mayHold, by: withoutCredentials)
    texts.hide(&one.$stateReason, if: mayHold, by: withoutCredentials)
    lists.hide(&one.$ids, if: mayHold) { $0.map(withoutCredentials) }
    lists.hide(&one.$fixedVersions, if: mayHold) { $0.map(withoutCredentials) }
    ratings.hide(&one.$cvss, if: mayHold) { $0.map(\.withoutCredentials) }
    redactComponent(of: &one)
    upgrades.hide(&one.$upgrade, if: { _ in true }) { $0.withoutCredentials }
    reachabilities.hide(&one.$reachabilityEvidence, if: { _ in true }) { $0.withoutCredentials }
    redact(&one.location)
    if !flows.areClean(one.$flow) {
      let hasFile = hasFile
      flows.hide(&one.$flow, if: mayHold) { steps in steps.map { $0.withoutCredentials(hasFile) } }
    }
    for (name, value) in one.fingerprints {
      var word = name
      texts.hide(&word, if: mayHold, by: withoutCredentials)
      if word != name {
        one.fingerprints[name] = nil
        continue
      }
      var shown = value
      fingerprints.hide(&shown, if: mayHold) { withoutCredentials($0) == $0 ? $0 : digestOfFingerprint($0) }
      if shown != value { one.fingerprints[name] = shown }
    }
  }

  private mutating func redact(_ location: inout Location) {
    if let path = location.$path.interned, !paths.areClean(path) {
      let hasFile = hasFile
      paths.hide(&location.$path, if: mayHold) { pathWithoutCredentials($0, hasFile) }
    }
    texts.hide(&location.$url, if: mayHold, by: withoutCredentials)
    texts.hide(&location.$method, if: mayHold, by: withoutCredentials)
    texts.hide(&location.$parameter, if: mayHold, by: withoutCredentials)
    texts.hide(&location.$resource, if: mayHold, by: withoutCredentials)
    texts.hide(&location.$image, if: mayHold, by: withoutCredentials)
    texts.hide(&location.$layer, if: mayHold, by: withoutCredentials)
  }

  private mutating func redactComponent(of one: inout Observation) {
    guard let component = one.$component.interned, !components.areClean(component) else { return }
    let value = component.wrappedValue
    let isSuspect =
      mayHold(value.$name) || (value.$version.interned.map(mayHold) ?? false)
      || (value.$ecosystem.interned.map(mayHold) ?? false)
      || (value.purl.map { mayHoldCredentials($0.description) } ?? false)
    components.hide(&one.$component, if: { _ in isSuspect }) { $0.withoutCredentials }
  }

  /// Whether a purl may hold a credential. Many purls have the same qualifiers, and `?` ends everything that is hidden, so
  /// these are looked at once for all of them.
  private mutating func mayHoldCredentials(_ purl: String) -> Bool {
    let bytes = purl.utf8Span.span
    var mark = bytes.count
    for at in bytes.indices.reversed() {
      if bytes[at] == UInt8(ascii: "%") { return true }
      if bytes[at] == UInt8(ascii: "?") { mark = at }
    }
    if mark == bytes.count { return bytes.mayHoldCredentials }
    if bytes.extracting(0..<mark).mayHoldCredentials { return true }
    var qualifiers = InternedString(utf8: bytes.extracting(mark..<bytes.count))
    let stated = qualifiers
    texts.hide(&qualifiers, if: mayHold, by: withoutCredentials)
    return qualifiers != stated
  }
}

/// The bytes of digests and numbers: hexadecimal digits in small letters, and separators. No name of a credential, and no
/// beginning of a token, consists of these.
private let plainFingerprintBytes: [Bool] = (UInt8.min...UInt8.max).map { byte in
  (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || "-_:".utf8.contains(byte)
}

private func mayHold(_ text: InternedString) -> Bool { text.utf8.mayHoldCredentials }

private func mayHold(_ texts: Interned<[String]>) -> Bool {
  texts.wrappedValue.contains { $0.utf8Span.span.mayHoldCredentials }
}

private func mayHold(_ ratings: Interned<[CVSSRating]>) -> Bool {
  ratings.wrappedValue.contains { rating in
    mayHold(rating.$version) || (rating.$vector.interned.map(mayHold) ?? false)
      || (rating.$source.interned.map(mayHold) ?? false)
  }
}

private func mayHold(_ steps: Interned<[Location]>) -> Bool {
  steps.wrappedValue.contains { step in
    [step.$path, step.$url, step.$method, step.$parameter, step.$resource, step.$image, step.$layer]
      .contains { $0.interned.map(mayHold) ?? false }
  }
}

/// The values of one type that were looked at.
private struct CheckedValues<Value: Internable> {
  /// Those that hold no credentials.
  private var clean = InternedSet<Value>()
  /// The others, and what is shown of them.
  private var shown: [Interned<Value>: Interned<Value>] = [:]

  func areClean(_ value: Interned<Value>) -> Bool { clean.contains(value) }

  mutating func noteClean(_ value: Interned<Value>) { clean.insert(value) }

  /// - Parameter mayHold: Whether a value may hold a credential; fast, and never wrongly false.
  mutating func hide(
    _ value: inout Interned<Value>, if mayHold: (Interned<Value>) -> Bool, by hidden: (Value) -> Value
  ) {
    if clean.contains(value) { return }
    if let known = shown[value] { return value = known }
    let stated = value
    if mayHold(stated) { value = Interned(hidden(stated.wrappedValue)) }
    if value == stated { clean.insert(stated) } else { shown[stated] = value }
  }

  mutating func hide(
    _ value: inout InternedOptional<Value>, if mayHold: (Interned<Value>) -> Bool, by hidden: (Value) -> Value
  ) {
    guard var stated = value.interned, !clean.contains(stated) else { return }
    hide(&stated, if: mayHold, by: hidden)
    value = InternedOptional(stated)
  }
}

/// A path, without credentials unless the commit has a file of this path.
private func pathWithoutCredentials(_ path: String, _ hasFile: ((InternedString) -> Bool)?) -> String {
  let shown = withoutCredentials(path)
  return shown == path || hasFile?(InternedString(path)) == true ? path : shown
}

extension Scan {
  fileprivate var withoutCredentials: Scan {
    Scan(
      format: format, tool: Evidence.withoutCredentials(tool),
      toolVersion: toolVersion.map(Evidence.withoutCredentials), time: time,
      commit: commit.map(Evidence.withoutCredentials), target: target.map(Evidence.withoutCredentials), report: report)
  }
}

extension CVSSRating {
  fileprivate var withoutCredentials: CVSSRating {
    CVSSRating(
      version: Evidence.withoutCredentials(version), vector: vector.map(Evidence.withoutCredentials), score: score,
      source: source.map(Evidence.withoutCredentials))
  }
}

extension Component {
  /// A purl with a credential loses its qualifiers and its subpath, or counts as none if that does not help.
  fileprivate var withoutCredentials: Component {
    var copy = self
    copy.name = Evidence.withoutCredentials(name)
    copy.version = version.map(Evidence.withoutCredentials)
    // A reader may have divided a URL at its colon.
    if let version, copy.name == name, copy.version == version {
      let whole = "\(name):\(version)"
      if Evidence.withoutCredentials(whole) != whole { copy.version = "…" }
    }
    copy.ecosystem = ecosystem.map(Evidence.withoutCredentials)
    if let purl, !isClean(purl) { copy.purl = isClean(purl.bare) ? purl.bare : nil }
    return copy
  }

  /// Whether a purl has no credential, as it is written and decoded.
  private func isClean(_ purl: PURL) -> Bool {
    let text = purl.description
    // What is encoded already is encoded twice in a purl.
    let once = Paths.percentDecoded(Array(text.utf8)[...])
    let twice = Paths.percentDecoded(once[...])
    return [text, String(decoding: once, as: UTF8.self), String(decoding: twice, as: UTF8.self)].allSatisfy {
      Evidence.withoutCredentials($0) == $0
    }
  }
}

extension ParentUpgrade {
  fileprivate var withoutCredentials: ParentUpgrade {
    var copy = self
    copy.component = component.withoutCredentials
    copy.brings = brings.map(Evidence.withoutCredentials)
    return copy
  }
}

extension ReachabilityEvidence {
  fileprivate var withoutCredentials: ReachabilityEvidence {
    var copy = self
    copy.level = Evidence.withoutCredentials(level)
    copy.tool = Evidence.withoutCredentials(tool)
    copy.scope = scope.map(Evidence.withoutCredentials)
    copy.commit = commit.map(Evidence.withoutCredentials)
    return copy
  }
}

extension Location {
  fileprivate func withoutCredentials(_ hasFile: ((InternedString) -> Bool)?) -> Location {
    var copy = hiding(Evidence.withoutCredentials)
    copy.path = path.map { pathWithoutCredentials($0, hasFile) }
    return copy
  }
}
