import Interning
import Model
import PackageURL

/// What is known of a package whose upgrade may close findings.
struct InstalledPackage {
  /// The package in normal form, without and with its version.
  let key: InternedString
  let versionedKey: InternedString
  let name: String
  let purl: PURL?
  let scheme: VersionScheme
  /// The installed version; nil when no tool states it.
  let installed: String?

  init(_ component: Component) {
    (name, purl) = (component.name, component.purl)
    scheme = purl.map { VersionScheme(ofType: $0.type, named: $0.name) } ?? .unknown
    let stated = component.version.flatMap { $0.isEmpty ? nil : $0 }
    installed = purl?.version(stating: stated) ?? stated
    key = purl?.packageKey ?? InternedString("\(component.ecosystem ?? "") \(component.name)")
    versionedKey = purl?.versionedKey(stating: stated) ?? InternedString("\(key.wrappedValue) \(stated ?? "")")
  }

  /// Whether it is a package of an operating system, of which an image has one copy.
  var isSystem: Bool {
    switch scheme {
    case .alpm, .apk, .deb, .rpm: true
    default: false
    }
  }

  /// The place where one edit upgrades the package: a file, or an image.
  func place(in location: Location) -> InternedString {
    if isSystem, let image = location.image { return InternedString(withoutSystem(image)) }
    return location.$path.interned ?? InternedString(location.description)
  }
}

/// An image's name without the system that Trivy writes behind it: `name:tag (debian 12)`.
private func withoutSystem(_ image: String) -> String {
  guard image.utf8.last == UInt8(ascii: ")"), let open = image.utf8.lastIndex(of: UInt8(ascii: "(")) else { return image }
  return String(String(image[..<open]).split(separator: " ", omittingEmptySubsequences: false).dropLast().joined(separator: " "))
}

/// The fixes that the observations of findings name.
struct StatedFixes {
  /// The lists of fixed versions, one for each observation that names fixes. All must hold, because each tool judges by
  /// its own list.
  private(set) var lists: Set<Interned<[String]>> = []
  /// Whether a finding is among them for which no tool knows a fix, or one tool says that there is none.
  private(set) var hasUnfixable = false

  mutating func add(_ finding: Finding) {
    var isStated = false
    for observation in finding.observations {
      guard let list = observation.$fixedVersions.interned else { continue }
      isStated = true
      lists.insert(list)
    }
    if !isStated { hasUnfixable = true }
  }

  init(_ findings: some Sequence<Finding>) { for finding in findings { add(finding) } }

  /// The versions of all lists.
  var versions: [String] { lists.flatMap(\.wrappedValue) }

  /// The versions without the problems, as one set for each list.
  func sets(by scheme: VersionScheme) -> [[VersionInterval]] { lists.map { scheme.fixed(in: $0.wrappedValue) } }

  /// The versions without the problems, where `version` is the only one that is known to have them: what is older, and what
  /// is fixed later.
  func sets(after version: String, by scheme: VersionScheme) -> [[VersionInterval]] {
    let older = VersionInterval(to: VersionInterval.Bound(version, isIncluded: false))
    if hasUnfixable { return [[older]] }
    return lists.map { list in
      [older] + scheme.fixed(in: list.wrappedValue.filter { scheme.compare(version, $0) == .less })
    }
  }

  /// Whether a version is free of all the problems.
  func areFixed(in version: String, by scheme: VersionScheme) -> Bool {
    !hasUnfixable && lists.allSatisfy { scheme.contains(version, in: scheme.fixed(in: $0.wrappedValue)) == true }
  }
}
