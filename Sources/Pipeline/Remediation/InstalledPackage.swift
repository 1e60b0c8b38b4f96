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
    key = Self.key(of: component)
    versionedKey = purl?.versionedKey(stating: stated) ?? InternedString("\(key.wrappedValue) \(stated ?? "")")
  }

  /// The package of a component in normal form, without its version.
  static func key(of component: Component) -> InternedString {
    component.purl?.packageKey ?? InternedString("\(component.ecosystem ?? "") \(component.name)")
  }

  /// Whether it is a package of an operating system, of which an image has one copy.
  var isSystem: Bool {
    switch scheme {
    case .alpm, .apk, .deb, .rpm: true
    default: false
    }
  }

  /// The source package that a package of an operating system is built from; nil when the purl does not say. Syft writes
  /// `upstream=openssl`, `upstream=openssl@3.0.1` and, for RPM, `upstream=bind-9.11.36-8.el8.src.rpm`.
  var source: String? {
    guard isSystem, let upstream = purl?.qualifiers["upstream"] else { return nil }
    if upstream.hasSuffix(".src.rpm") { return upstream.split(separator: "-").dropLast(2).joined(separator: "-") }
    return upstream.split(separator: "@").first.map(String.init)
  }

  /// The place where one edit upgrades the package. Tools name a system package by its image, or by the package database
  /// in it.
  func place(in location: Location) -> PackageCopy.Place {
    if isSystem, let image = location.image {
      return PackageCopy.Place(path: .empty, image: InternedOptional(withoutSystem(image)))
    }
    return PackageCopy.Place(
      path: location.$path.interned ?? InternedString(location.description), image: location.$image)
  }
}

/// An image's name without the system that Trivy writes behind it: `name:tag (debian 12)`.
private func withoutSystem(_ image: String) -> String {
  guard image.utf8.last == UInt8(ascii: ")"), let open = image.utf8.lastIndex(of: UInt8(ascii: "(")) else {
    return image
  }
  let name = image[..<open]
  return String(name.utf8.last == UInt8(ascii: " ") ? name.dropLast() : name)
}

/// The fixes that the observations of findings name.
struct StatedFixes {
  /// The lists of fixed versions, one for each observation that names fixes. All must hold, because each tool judges by
  /// its own list.
  private(set) var lists: Set<Interned<[String]>>
  /// Whether a finding is among them for which no tool states whether there is a fix.
  private(set) var hasUnfixable = false

  init(lists: Set<Interned<[String]>> = []) { self.lists = lists }

  mutating func add(_ finding: Finding) {
    var isStated = false
    for index in finding.observations.indices {
      guard let list = finding.observations[index].$fixedVersions.interned else { continue }
      isStated = true
      lists.insert(list)
    }
    if !isStated { hasUnfixable = true }
  }

  /// The versions without the problems, as one set for each list.
  ///
  /// - Parameter installed: A version that has the problems, so what is said to be fixed in older ones does not count.
  func sets(above installed: String?, by scheme: VersionScheme) -> [[VersionInterval]] {
    // What is no version has no order, and excludes nothing.
    guard let installed, scheme.isVersion(installed) else { return lists.map { scheme.fixed(in: $0.wrappedValue) } }
    return lists.map { list in
      scheme.fixed(in: list.wrappedValue.filter { scheme.compare(installed, $0) == .less })
    }
  }

  /// The versions without the problems that `version` has: what is older, about which nothing is known, and what is fixed
  /// later.
  func setsOutside(_ version: String, by scheme: VersionScheme) -> [[VersionInterval]] {
    let older = VersionInterval(to: VersionInterval.Bound(version, isIncluded: false))
    return hasUnfixable ? [[older]] : sets(above: version, by: scheme).map { [older] + $0 }
  }

  /// Whether a version is free of all the problems that `installed` has.
  func areFixed(in version: String, above installed: String?, by scheme: VersionScheme) -> Bool {
    !hasUnfixable
      && sets(above: installed, by: scheme).allSatisfy { scheme.contains(version, in: $0) == true }
  }
}
