import Interning
import Model

/// The class of a finding, which decides how it is merged and how its identity is computed.
enum FindingClass: UInt8 { case dependency, code, infrastructure, secret, service, license }

/// The type of a finding's location. A file and a resource of equal name are different locations.
enum LocationType: UInt8 { case file, url, resource, image, target }

/// The properties that two observations must share to be merged: the finding class, the location and the package.
struct MergeKey: Hashable, Sendable {
  let findingClass: FindingClass
  var locationType = LocationType.file
  /// A file, a URL or a resource; with an image, a file inside it. Empty when unknown.
  let position: InternedString
  /// The container image; empty when there is none.
  var image = InternedString.empty
  /// The package with its version; empty for classes other than `dependency`.
  var package = InternedString.empty

  /// The merge key of an observation.
  ///
  /// - Parameter package: The package of the observation's component; nil when it names none.
  init(of one: Observation, in package: Package?) {
    guard one.kind.isDependency, let package else {
      let findingClass = FindingClass.of(one)
      if let path = one.location.$path.interned {
        let image = one.location.$image.interned.map(withoutSystem)
        self.init(findingClass: findingClass, position: path, image: image ?? .empty)
      } else if let url = one.location.$url.interned {
        let position = withoutParameter(normalizedURL(url), one.location.$parameter.interned)
        self.init(findingClass: findingClass, locationType: .url, position: position)
      } else if let resource = one.location.$resource.interned {
        self.init(findingClass: findingClass, locationType: .resource, position: resource)
      } else if let image = one.location.$image.interned {
        self.init(findingClass: findingClass, locationType: .image, position: image)
      } else {
        self.init(findingClass: findingClass, locationType: .target, position: one.scan.$target.interned ?? .empty)
      }
      return
    }
    self.init(of: package, at: one.location, in: one.$scan)
  }

  private init(
    findingClass: FindingClass, locationType: LocationType = .file, position: InternedString,
    image: InternedString = .empty, package: InternedString = .empty
  ) {
    (self.findingClass, self.locationType, self.position) = (findingClass, locationType, position)
    (self.image, self.package) = (image, package)
  }
}

extension InternedString {
  /// Joins several fields. Each one is preceded by its length, so different fields never give equal results.
  init(joining fields: [String?]) {
    self.init(fields.map { field in field.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined())
  }
}

/// The properties of a component that decide its merge key.
struct Package: Sendable {
  /// The package with its version.
  let versioned: InternedString
  /// The package without its version.
  let unversioned: InternedString
  let isVersionKnown: Bool
  /// Whether it is a package of an operating system.
  let isSystem: Bool

  init(_ component: Component) {
    versioned =
      component.purl?.versionedKey(stating: component.version)
      ?? InternedString(joining: [component.ecosystem, component.name, component.version])
    unversioned = component.purl?.packageKey ?? InternedString(joining: [component.ecosystem, component.name])
    isVersionKnown = component.version != nil
    isSystem =
      switch component.purl?.type ?? component.ecosystem {
      case "deb", "rpm", "apk", "alpm", "debian", "ubuntu", "alpine", "redhat", "wolfi": true
      default: false
      }
  }
}

extension FindingClass {
  /// The class of an observation that names no component.
  static func of(_ one: Observation) -> FindingClass {
    if Check.shared(one) != nil { return .infrastructure }
    switch one.kind {
    case .sast, .iast: return one.isAboutSecret ? .secret : .code
    // hadolint checks Dockerfiles, whichever kind its format states.
    case .quality: return one.scan.toolKey == "hadolint" ? .infrastructure : .code
    case .sca, .container, .dast, .pentest, .iac, .secret, .license: return of(one.kind)
    }
  }

  /// The class for a kind of observation that names no component. With a component, vulnerabilities have the class
  /// `dependency`.
  static func of(_ kind: Observation.Kind) -> FindingClass {
    switch kind {
    case .sca, .container, .dast, .pentest: .service
    case .sast, .iast, .quality: .code
    case .iac: .infrastructure
    case .secret: .secret
    case .license: .license
    }
  }
}

extension MergeKey {
  /// The merge key of a package, from the file that declares it, the image in which it is installed, or both.
  ///
  /// Without a location, the tool and its target are the location, because the report may be about any copy of the
  /// package.
  fileprivate init(of package: Package, at location: Location, in scan: Interned<Scan>) {
    let (path, image) = (location.$path.interned, location.$image.interned)
    if package.isSystem {
      // Trivy writes the image as `name:tag (debian 12)`, and the file of an installed package is the system's package
      // database.
      let isDatabase = path.map(isPackageDatabase) ?? true
      if let name = image ?? (isDatabase ? scan.wrappedValue.$target.interned : nil) ?? path {
        self.init(findingClass: .dependency, position: .empty, image: withoutSystem(name), package: package.versioned)
        return
      }
    }
    guard let position = path.map(relative) ?? image.map({ _ in .empty }) else {
      let scan = scan.wrappedValue
      let position = InternedString(joining: [scan.tool, scan.target])
      self.init(findingClass: .dependency, locationType: .target, position: position, package: package.versioned)
      return
    }
    self.init(
      findingClass: .dependency, position: position, image: image.map(withoutSystem) ?? .empty,
      package: package.versioned)
  }
}

private let packageDatabases: [StaticString] = [
  "lib/dpkg/", "lib/apk/db/", "lib/rpm/", "usr/lib/sysimage/rpm/", "lib/pacman/",
]

private func isPackageDatabase(_ path: InternedString) -> Bool {
  let bytes = path.utf8
  return bytes.indices.contains { start in
    packageDatabases.contains { bytes.extracting(start..<bytes.count).begins(with: $0) }
  }
}

/// An image name without the ` (debian 12)` that Trivy appends, and without the registry and the namespace that Docker
/// takes for a name without them: `docker.io/library/nginx:1` is `nginx:1` (distribution/reference, "normalize").
private func withoutSystem(_ name: InternedString) -> InternedString {
  let name = familiar(relative(name))
  let bytes = name.utf8
  guard bytes.count > 2, bytes[bytes.count - 1] == UInt8(ascii: ")"),
    let open = bytes.indices.last(where: { bytes[$0] == UInt8(ascii: "(") }), open > 0
  else { return name }
  return bytes[open - 1] == UInt8(ascii: " ") ? InternedString(utf8: bytes.extracting(0..<(open - 1))) : name
}

private func familiar(_ name: InternedString) -> InternedString {
  var rest = name
  for prefix in ["docker.io/", "index.docker.io/", "registry-1.docker.io/", "library/"] as [StaticString]
  where rest.utf8.begins(with: prefix) {
    rest = InternedString(utf8: rest.utf8.extracting(prefix.utf8CodeUnitCount..<rest.utf8.count))
  }
  return rest
}

private func relative(_ path: InternedString) -> InternedString {
  let bytes = path.utf8
  guard bytes.count > 0, bytes[0] == slash else { return path }
  let start = bytes.indices.first { bytes[$0] != slash } ?? bytes.count
  return InternedString(utf8: bytes.extracting(start..<bytes.count))
}

private let slash = UInt8(ascii: "/")
