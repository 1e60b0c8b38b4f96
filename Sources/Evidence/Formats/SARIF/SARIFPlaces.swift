import Documents
import Interning
import Model

/// The bases and the artifacts of a run: what a result's location may refer to. A class, so that whoever reads one location
/// leaves what was read to the next.
final class SARIFPlaces {
  /// By `uriBaseId`: what stands before a relative URI (§3.14.14); empty where the base only has a name.
  private var bases: [String: String] = [:]
  private let artifacts: [JSONValue]
  private let logical: [JSONValue]
  /// Bases that name a folder of the machine: they stand for the repository unless the user says better.
  private(set) var roots: [String] = []
  /// The path that a location means, by its URI and base: most results stand in files that were named before.
  private var known: [UInt64: InternedString?] = [:]

  var hasArtifacts: Bool { !artifacts.isEmpty }

  init(of run: JSONValue) throws(Diagnostic) {
    // An example of the standard says `artifact`, which is nothing.
    artifacts = run.has("artifacts") ? Array(try run.list("artifacts")) : []
    logical = Array(try run.list("logicalLocations"))
    guard let named = try run.object("originalUriBaseIds") else { return }
    for (id, value) in try named.members() {
      let base = Self.resolve(id, in: named)
      // The root of the file system says no more than no base at all; Trivy writes it for what it scanned.
      bases[id] = base == "file:///" || base == "/" ? "" : base
      if value["uriBaseId"] == nil, isAbsolute(base) { roots.append(base) }
    }
    // The outermost stands for the repository; a base inside of it is a folder of it.
    roots = roots.filter { root in !roots.contains { $0 != root && root.hasPrefix($0) } }
  }

  /// Bases may stand on bases; a chain of more than eight, or one that goes round, ends there.
  private static func resolve(_ id: String, in bases: JSONValue) -> String {
    var (path, next) = ("", Optional(id))
    for _ in 0..<8 {
      guard let base = next.flatMap({ bases[member: $0] }) else { break }
      path = joined(base.text("uri") ?? "", path)
      next = isAbsolute(path) ? nil : base.text("uriBaseId")
    }
    return path
  }

  /// The same as `path`.
  func knownPath(of location: JSONValue?) -> InternedString? {
    guard let location else { return nil }
    guard let uri = location.interned(text: "uri") else { return path(of: location).map { InternedString($0) } }
    // A location without its own base may have that of its artifact.
    guard let base = bases.isEmpty ? .empty : location.interned(text: "uriBaseId") else {
      return path(of: location).map { InternedString($0) }
    }
    let words = UInt64(uri.number) << 32 | UInt64(base.number)
    if let path = known[words] { return path }
    let path = path(of: location).map { InternedString($0) }
    known[words] = .some(path)
    return path
  }

  /// The path or URL of an artifact location (§3.4), as the scanner meant it.
  func path(of location: JSONValue?) -> String? {
    guard let location else { return nil }
    guard let uri = location.text("uri") ?? artifact(of: location)?.text("uri"), !uri.isEmpty else { return nil }
    if isAbsolute(uri) { return uri }
    let path = uri.has(UInt8(ascii: "%")) ? String(decoding: Paths.percentDecoded(uri.utf8), as: UTF8.self) : uri
    guard !bases.isEmpty, let id = location.text("uriBaseId") ?? artifact(of: location)?.text("uriBaseId"),
      let base = bases[id]
    else { return path }
    // A URI is decoded once: what follows an absolute base stays encoded, for `file:` is decoded where paths are placed.
    return joined(base, base.hasPrefix("file:") ? uri : path)
  }

  /// The run's own entry of an artifact that a location refers to.
  private func artifact(of location: JSONValue) -> JSONValue? {
    guard let index = location.integer("index"), artifacts.indices.contains(index) else { return nil }
    return artifacts[index]["location"]
  }

  /// The name of a logical location (§3.33), given in place or by index.
  func name(of location: JSONValue) -> String? {
    let named = location.integer("index").flatMap { logical.indices.contains($0) ? logical[$0] : nil }
    return location.text("fullyQualifiedName") ?? named?.text("fullyQualifiedName") ?? location.text("name")
      ?? named?.text("name")
  }
}

private func joined(_ base: String, _ path: String) -> String {
  base.isEmpty || path.isEmpty || base.utf8.last == UInt8(ascii: "/") ? base + path : "\(base)/\(path)"
}

/// A path from the root, or a URI with its scheme; most are neither, and hold no colon.
private func isAbsolute(_ uri: String) -> Bool {
  if uri.utf8.first == UInt8(ascii: "/") { return true }
  guard uri.has(UInt8(ascii: ":")), let colon = uri.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
  return uri.hasPrefix("file:") || uri.utf8[colon...].starts(with: "://".utf8)
}
