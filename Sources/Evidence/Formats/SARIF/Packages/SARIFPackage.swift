import Documents
import Interning
import Model
import PackageURL

/// A package with what is said of it. Each tool writes it in another place. SARIF has no property for packages.
struct SARIFPackage {
  var purl: String?
  var ecosystem: String?
  var name: String?
  var version: String?
  /// Nil: nothing is said of fixes. Empty: it is said that no version fixes the vulnerability.
  var fixedVersions: [String]?
  /// Identifiers of the vulnerability besides those of the rule's id and tags.
  var ids: [String] = []
  /// The image that holds the package, its layer, and the file in the image.
  var image: String?
  var layer: String?
  var pathInImage: String?
  /// Whether the location is a text that stands for an unknown file.
  var isFileUnknown = false
  /// The tool's severity word, if it stands beside the package only.
  var severity: String?
  /// The kind of observation, if the package tells it.
  var kind: Observation.Kind?

  /// A package named `name@version`. Scoped names of npm begin with the character as well.
  init?(nameAtVersion text: some StringProtocol, ecosystem: String? = nil) {
    guard let at = text.dropFirst().lastIndex(of: "@") else { return nil }
    let (name, version) = (String(text[..<at]), String(text[text.index(after: at)...]))
    guard !name.isEmpty, !version.isEmpty else { return nil }
    (self.name, self.version, self.ecosystem) = (name, version, ecosystem)
  }

  init(purl: String? = nil, ecosystem: String? = nil, name: String? = nil, version: String? = nil) {
    (self.purl, self.ecosystem, self.name, self.version) = (purl, ecosystem, name, version)
  }

  /// The component; nil if not even a name is known.
  func component(in known: StatedPURLs) -> Component? {
    let purl = purl.flatMap { known.purl($0) == nil ? nil : $0 }
    guard let name = name ?? purl.flatMap({ known.purl($0)?.plainName }) else { return nil }
    return Component(
      stated: purl, in: known, ecosystem: ecosystem, name: name,
      version: version ?? purl.flatMap { known.purl($0)?.version })
  }
}

extension PURL {
  /// The name as package managers write it: `@babel/traverse`, `org.apache:log4j`, `openssl`.
  fileprivate var plainName: String {
    guard let namespace, !namespace.isEmpty else { return name }
    switch type {
    case "npm", "golang", "composer", "swift", "githubactions", "github": return "\(namespace)/\(name)"
    case "maven": return "\(namespace):\(name)"
    default: return name
    }
  }
}

/// The versions in a text of a tool: `1.2.3, 1.3.0`, `[1.2.3], [2.0]`. Empty if it says that there is none; nil if it
/// says nothing.
func fixes(in text: String?) -> [String]? {
  guard let text, !text.isEmpty else { return nil }
  switch text.lowercased() {
  case "not fixed", "no fix available", "no fix", "not-fixed", "wont-fix", "won't fix": return []
  case "none", "n/a", "-", "--", "unknown", "null", "undefined": return nil
  default: return commaSeparated(text).distinct
  }
}

extension Observation {
  /// Sets what is known of the package of a result.
  mutating func apply(_ package: SARIFPackage, as component: Component?) {
    self.component = component
    fixedVersions = package.fixedVersions
    if let severity = package.severity, nativeSeverity == nil { nativeSeverity = severity }
    if !package.ids.isEmpty { ids = (ids + package.ids).distinct }
    kind = package.kind ?? (kind.isDependency ? kind : .sca)
    if package.isFileUnknown { location = Location(image: location.image, layer: location.layer) }
    if let layer = package.layer { location.layer = layer }
    guard let image = package.image else { return }
    (location.startLine, location.endLine, location.startColumn) = (nil, nil, nil)
    setImage(InternedOptional(image), path: package.pathInImage ?? location.path)
  }

  /// Makes the observation one of a container image.
  ///
  /// - Parameter path: a file in the image.
  mutating func setImage(_ image: InternedOptional<String>, path: String?) {
    (kind, location.$image, location.path) = (.container, image, path?.withoutLeadingSlash)
  }
}
