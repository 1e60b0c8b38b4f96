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

  mutating func redact(_ one: inout Observation) {
    scans.hide(&one.$scan) { $0.withoutCredentials }
    texts.hide(&one.$nativeSeverity, by: withoutCredentials)
    texts.hide(&one.$stateReason, by: withoutCredentials)
    lists.hide(&one.$ids) { $0.map(withoutCredentials) }
    lists.hide(&one.$fixedVersions) { $0.map(withoutCredentials) }
    ratings.hide(&one.$cvss) { $0.map(\.withoutCredentials) }
    components.hide(&one.$component) { $0.withoutCredentials }
    upgrades.hide(&one.$upgrade) { $0.withoutCredentials }
    reachabilities.hide(&one.$reachabilityEvidence) { $0.withoutCredentials }
    redact(&one.location)
    let hasFile = hasFile
    flows.hide(&one.$flow) { steps in steps.map { $0.withoutCredentials(hasFile) } }
    for (name, value) in one.fingerprints {
      var shown = value
      fingerprints.hide(&shown) { withoutCredentials($0) == $0 ? $0 : digestOfFingerprint($0) }
      if shown != value { one.fingerprints[name] = shown }
    }
  }

  private mutating func redact(_ location: inout Location) {
    let hasFile = hasFile
    paths.hide(&location.$path) { pathWithoutCredentials($0, hasFile) }
    texts.hide(&location.$url, by: withoutCredentials)
    texts.hide(&location.$method, by: withoutCredentials)
    texts.hide(&location.$parameter, by: withoutCredentials)
    texts.hide(&location.$resource, by: withoutCredentials)
    texts.hide(&location.$image, by: withoutCredentials)
    texts.hide(&location.$layer, by: withoutCredentials)
  }
}

/// The values of one type that were looked at and hold no credentials.
private struct CheckedValues<Value: Internable> {
  private var clean: Set<Interned<Value>> = []
  /// The last of them: often several results in a row have one value.
  private var last: Interned<Value>?

  mutating func hide(_ value: inout Interned<Value>, by hidden: (Value) -> Value) {
    guard value != last, !clean.contains(value) else { return }
    let shown = Interned(hidden(value.wrappedValue))
    if shown == value { clean.insert(value) }
    (value, last) = (shown, shown)
  }

  mutating func hide(_ value: inout InternedOptional<Value>, by hidden: (Value) -> Value) {
    guard var stated = value.interned, stated != last else { return }
    hide(&stated, by: hidden)
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
    copy.ecosystem = ecosystem.map(Evidence.withoutCredentials)
    if let purl, !isClean(purl) { copy.purl = isClean(purl.bare) ? purl.bare : nil }
    return copy
  }

  /// Whether a purl has no credential, as it is written and decoded.
  private func isClean(_ purl: PURL) -> Bool {
    let text = purl.description
    let plain = String(decoding: Paths.percentDecoded(Array(text.utf8)[...]), as: UTF8.self)
    return [text, plain].allSatisfy { Evidence.withoutCredentials($0) == $0 }
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
