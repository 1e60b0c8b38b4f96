import Interning
import Model

/// Which rules of merging and of identity apply to a finding.
enum FindingClass: UInt8 { case dependency, code, infrastructure, secret, service, license }

/// What the location of a finding names: a file and a resource may bear one name and are two.
enum LocationType: UInt8 { case file, url, resource, image, target }

/// Where two observations must meet to be one: the same sort of problem, in the same place, in the same package.
struct MergeKey: Hashable, Sendable {
  let findingClass: FindingClass
  var locationType = LocationType.file
  /// A file, a URL or a resource; a file inside the image where there is one. Empty: none is known.
  let place: InternedString
  /// The container image that holds it; empty: none.
  var image = InternedString.empty
  /// The package with its version; empty for all but dependencies.
  var package = InternedString.empty

  /// Where an observation belongs.
  ///
  /// - Parameter package: that of its component, where it names one.
  init(of one: Observation, in package: Package?) {
    guard one.kind.isDependency, let package else {
      let findingClass = Check.shared(one) == nil ? FindingClass.of(one.kind) : .infrastructure
      if let path = one.location.$path.interned {
        self.init(findingClass: findingClass, place: path)
      } else if let url = one.location.$url.interned {
        self.init(findingClass: findingClass, locationType: .url, place: url)
      } else if let resource = one.location.$resource.interned {
        self.init(findingClass: findingClass, locationType: .resource, place: resource)
      } else if let image = one.location.$image.interned {
        self.init(findingClass: findingClass, locationType: .image, place: image)
      } else {
        self.init(findingClass: findingClass, locationType: .target, place: one.scan.$target.interned ?? .empty)
      }
      return
    }
    self.init(of: package, at: one.location, in: one.$scan)
  }

  private init(findingClass: FindingClass, locationType: LocationType = .file, place: InternedString, image: InternedString = .empty, package: InternedString = .empty) {
    (self.findingClass, self.locationType, self.place, self.image, self.package) = (findingClass, locationType, place, image, package)
  }

  /// The image without tag and digest: what stays when it is built anew.
  var lastingImage: InternedString {
    let bytes = image.utf8
    let end = bytes.indices.first { bytes[$0] == UInt8(ascii: "@") } ?? bytes.count
    var colon = end
    while colon > 0, bytes[colon - 1] != UInt8(ascii: ":"), bytes[colon - 1] != slash { colon -= 1 }
    let isTagged = colon > 0 && bytes[colon - 1] == UInt8(ascii: ":")
    return isTagged || end < bytes.count ? InternedString(utf8: bytes.extracting(0..<(isTagged ? colon - 1 : end))) : image
  }
}

extension InternedString {
  /// Several fields as one text. Each bears its length, so other fields never make the same text.
  init(joining fields: [String?]) {
    self.init(fields.map { field in field.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined())
  }
}

/// What of a component decides where it belongs.
struct Package: Sendable {
  let versioned: InternedString
  /// The package in any version.
  let unversioned: InternedString
  let isVersionKnown: Bool
  /// Whether it is one of an operating system.
  let isSystem: Bool

  init(_ component: Component) {
    versioned = component.purl?.bareText ?? InternedString(joining: [component.ecosystem, component.name, component.version])
    unversioned = component.purl?.packageText ?? InternedString(joining: [component.ecosystem, component.name])
    isVersionKnown = component.version != nil
    isSystem =
      switch component.purl?.type ?? component.ecosystem {
      case "deb", "rpm", "apk", "alpm", "debian", "ubuntu", "alpine", "redhat", "wolfi": true
      default: false
      }
  }
}

extension FindingClass {
  /// Of what names a component, `dependency`; of vulnerabilities in anything else, `service`.
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
  /// The file that brings the package, the image it is installed in, or both.
  ///
  /// A report that says no place is a place of its own: it may speak of any copy of the package.
  fileprivate init(of package: Package, at location: Location, in scan: Interned<Scan>) {
    let (path, image) = (location.$path.interned, location.$image.interned)
    if package.isSystem {
      // Trivy writes `name:tag (debian 12)`, and the file of an installed package is the system's list of packages.
      let isList = path.map(isPackageList) ?? true
      if let name = image ?? (isList ? scan.wrappedValue.$target.interned : nil) ?? path {
        self.init(findingClass: .dependency, place: .empty, image: withoutSystem(name), package: package.versioned)
        return
      }
    }
    guard let place = path.map(relative) ?? image.map({ _ in .empty }) else {
      let scan = scan.wrappedValue
      let place = InternedString(joining: [scan.tool, scan.target])
      self.init(findingClass: .dependency, locationType: .target, place: place, package: package.versioned)
      return
    }
    self.init(
      findingClass: .dependency, place: place, image: image.map(withoutSystem) ?? .empty, package: package.versioned)
  }
}

private let packageLists: [StaticString] = [
  "lib/dpkg/", "lib/apk/db/", "lib/rpm/", "usr/lib/sysimage/rpm/", "lib/pacman/",
]

private func isPackageList(_ path: InternedString) -> Bool {
  let bytes = path.utf8
  return bytes.indices.contains { start in
    packageLists.contains { bytes.extracting(start..<bytes.count).begins(with: $0) }
  }
}

/// Without the ` (debian 12)` that Trivy adds.
private func withoutSystem(_ name: InternedString) -> InternedString {
  let name = relative(name)
  let bytes = name.utf8
  guard bytes.count > 2, bytes[bytes.count - 1] == UInt8(ascii: ")"),
    let open = bytes.indices.last(where: { bytes[$0] == UInt8(ascii: "(") }), open > 0
  else { return name }
  return bytes[open - 1] == UInt8(ascii: " ") ? InternedString(utf8: bytes.extracting(0..<(open - 1))) : name
}

private func relative(_ path: InternedString) -> InternedString {
  let bytes = path.utf8
  guard bytes.count > 0, bytes[0] == slash else { return path }
  let start = bytes.indices.first { bytes[$0] != slash } ?? bytes.count
  return InternedString(utf8: bytes.extracting(start..<bytes.count))
}

private let slash = UInt8(ascii: "/")
