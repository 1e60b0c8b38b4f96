import Documents
import Interning
import Model

/// Resolves the locations of a run's results by its base URIs, artifacts and logical locations.
///
/// It is a class so that all results share one cache.
final class SARIFLocationResolver {
  /// The base URI of each `uriBaseId` (§3.14.14); empty if the base has only a name.
  private var bases: [String: String] = [:]
  private let artifacts: [JSONValue]
  private let logical: [JSONValue]
  private let steps: [JSONValue]
  /// Absolute base URIs, which are the root of the repository unless the user names another.
  private(set) var roots: [String] = []
  /// A cache of paths by URI and base, since most results are in files with other results.
  private var known: [UInt64: InternedString?] = [:]

  /// The paths of the run's artifacts (§3.14.15).
  var artifactPaths: [String] { artifacts.compactMap { path(of: $0["location"]) } }

  init(of run: JSONValue) throws(Diagnostic) {
    // An example in the standard has `artifact`, which is not a property.
    artifacts = run.has("artifacts") ? Array(try run.list("artifacts")) : []
    logical = Array(try run.list("logicalLocations"))
    steps = Array(try run.list("threadFlowLocations"))
    guard let named = try run.object("originalUriBaseIds") else { return }
    var stated: [String: JSONValue] = [:]
    for (id, value) in try named.members() { stated[id] = value }
    for (id, value) in stated {
      let base = Self.resolve(id, in: stated)
      // The root of the file system is no more specific than no base; Trivy writes it as the root of the scan.
      bases[id] = base == "file:///" || base == "/" ? "" : base
      if value["uriBaseId"] == nil, isAbsolute(base) { roots.append(base) }
    }
    roots = outermost(roots)
  }

  /// The URI of a base, which may be relative to another base. A chain ends after eight bases, which also ends cycles.
  private static func resolve(_ id: String, in bases: [String: JSONValue]) -> String {
    var (path, next) = ("", Optional(id))
    for _ in 0..<8 {
      guard let base = next.flatMap({ bases[$0] }) else { break }
      path = joined(base.text("uri") ?? "", path)
      next = isAbsolute(path) ? nil : base.text("uriBaseId")
    }
    return path
  }

  /// The path or URL of an artifact location, from the cache; see `path(of:)`.
  func knownPath(of location: JSONValue?) -> InternedString? {
    guard let location else { return nil }
    guard let uri = location.interned(text: "uri") else { return path(of: location).map { InternedString($0) } }
    // A location without a base may have the base of its artifact.
    guard let base = bases.isEmpty ? .empty : location.interned(text: "uriBaseId") else {
      return path(of: location).map { InternedString($0) }
    }
    let words = UInt64(uri.number) << 32 | UInt64(base.number)
    if let path = known[words] { return path }
    let path = path(of: location).map { InternedString($0) }
    known[words] = .some(path)
    return path
  }

  /// The path or URL of an artifact location (§3.4); nil if it has none.
  func path(of location: JSONValue?) -> String? {
    guard let location else { return nil }
    guard let uri = location.text("uri") ?? artifact(of: location)?.text("uri"), !uri.isEmpty else { return nil }
    if isAbsolute(uri) { return uri }
    let path = uri.has(UInt8(ascii: "%")) ? String(decoding: Paths.percentDecoded(uri.utf8), as: UTF8.self) : uri
    guard !bases.isEmpty, let id = location.text("uriBaseId") ?? artifact(of: location)?.text("uriBaseId"),
      let base = bases[id]
    else { return path }
    // A URI is decoded once: with an absolute base it stays encoded, because `file:` URIs are decoded when paths are resolved.
    return joined(base, base.hasPrefix("file:") ? uri : path)
  }

  /// The run's entry for the artifact that a location refers to.
  private func artifact(of location: JSONValue) -> JSONValue? {
    guard let index = location.integer("index"), artifacts.indices.contains(index) else { return nil }
    return artifacts[index]["location"]
  }

  /// A step of a code flow (§3.38), which may be kept in `run.threadFlowLocations`.
  func step(_ step: JSONValue) -> JSONValue {
    guard let index = step.integer("index"), steps.indices.contains(index) else { return step }
    return steps[index]
  }

  /// The name of a logical location (§3.33), stated directly or by index.
  func name(of location: JSONValue) -> String? {
    let named = location.integer("index").flatMap { logical.indices.contains($0) ? logical[$0] : nil }
    return location.text("fullyQualifiedName") ?? named?.text("fullyQualifiedName") ?? location.text("name")
      ?? named?.text("name")
  }
}

/// The folders that lie in no other one: the outermost base is the repository, and bases inside it are its folders.
private func outermost(_ roots: [String]) -> [String] {
  var outer: [String] = []
  // Sorted by bytes, a folder comes directly before what lies in it.
  for root in roots.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
    if outer.last.map({ root.utf8.starts(with: $0.utf8) }) != true { outer.append(root) }
  }
  return outer
}

private func joined(_ base: String, _ path: String) -> String {
  base.isEmpty || path.isEmpty || base.utf8.last == UInt8(ascii: "/") ? base + path : "\(base)/\(path)"
}

/// Whether the URI is an absolute path or has a scheme; most have neither, and no colon.
private func isAbsolute(_ uri: String) -> Bool {
  if uri.utf8.first == UInt8(ascii: "/") { return true }
  guard uri.has(UInt8(ascii: ":")), let colon = uri.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
  return uri.hasPrefix("file:") || uri.utf8[colon...].starts(with: "://".utf8)
}
