import Model

/// Where two observations must meet to be one: the same sort of problem, in the same place, in the same package.
struct Site: Hashable {
  /// Which law of merging and of identity applies.
  enum Sort: UInt8 { case dependency, code, infrastructure, secret, service, license }

  let sort: Sort
  /// A file, a URL or a resource; a file inside the image where there is one. Empty: none is known.
  let place: String
  /// The container image that holds it; empty: none.
  var image = ""
  /// The package with its version; empty for all but dependencies.
  var package = ""

  /// Where one of the observations belongs. An observation is large, so it is looked at where it lies and not passed on.
  static func of(_ observations: [Observation], _ index: Int) -> Site {
    let (kind, scan) = (observations[index].kind, observations[index].scan)
    let (path, image) = (observations[index].location.path, observations[index].location.image)
    guard kind.isDependency, let component = observations[index].component else {
      let place = path ?? observations[index].location.url ?? observations[index].location.resource ?? image
      return Site(sort: Sort.of(kind), place: place ?? scan.target ?? "")
    }
    var site = placeOfPackage(component, path, image, scan)
    site.package =
      component.purl?.bareText
      ?? [component.ecosystem ?? "", component.name, component.version ?? ""].joined(separator: "\u{0}")
    return site
  }

  /// The image without tag and digest: what stays when it is built anew.
  var lastingImage: String {
    let name = image.utf8.prefix { $0 != UInt8(ascii: "@") }
    guard let colon = name.lastIndex(of: UInt8(ascii: ":")), !name[colon...].contains(UInt8(ascii: "/")) else {
      return String(name) ?? image
    }
    return String(name[..<colon]) ?? image
  }
}

extension Site.Sort {
  /// Of what names a component, `dependency`; of vulnerabilities in anything else, `service`.
  static func of(_ kind: Observation.Kind) -> Site.Sort {
    switch kind {
    case .sca, .container, .dast, .pentest: .service
    case .sast, .iast, .quality: .code
    case .iac: .infrastructure
    case .secret: .secret
    case .license: .license
    }
  }
}

/// The file that brings the package, the image it is installed in, or both.
///
/// A report that says no place is a place of its own: it may speak of any copy of the package.
private func placeOfPackage(_ component: Component, _ path: String?, _ image: String?, _ scan: Scan) -> Site {
  if isSystemPackage(component) {
    // Trivy writes `name:tag (debian 12)`, and the file of an installed package is the system's list of packages.
    let isList = path.map(isPackageList) ?? true
    if let name = image ?? (isList ? scan.target : nil) ?? path {
      return Site(sort: .dependency, place: "", image: withoutSystem(name))
    }
  }
  if path == nil && image == nil {
    return Site(sort: .dependency, place: "\u{0}\(scan.tool)\u{0}\(scan.target ?? "")")
  }
  return Site(sort: .dependency, place: path.map(relative) ?? "", image: image.map(withoutSystem) ?? "")
}

private func isSystemPackage(_ component: Component) -> Bool {
  switch component.purl?.type ?? component.ecosystem {
  case "deb", "rpm", "apk", "alpm", "debian", "ubuntu", "alpine", "redhat", "wolfi": true
  default: false
  }
}

private let packageLists = ["lib/dpkg/", "lib/apk/db/", "lib/rpm/", "usr/lib/sysimage/rpm/", "lib/pacman/"]

private func isPackageList(_ path: String) -> Bool { packageLists.contains { path.contains($0) } }

/// Without the ` (debian 12)` that Trivy adds.
private func withoutSystem(_ name: String) -> String {
  let name = relative(name)
  guard name.utf8.last == UInt8(ascii: ")"), let open = name.utf8.lastIndex(of: UInt8(ascii: "(")),
    open > name.startIndex
  else { return name }
  let before = name.utf8.index(before: open)
  return name.utf8[before] == UInt8(ascii: " ") ? String(name[..<before]) : name
}

private func relative(_ path: String) -> String {
  guard path.utf8.first == UInt8(ascii: "/") else { return path }
  return String(path.utf8.drop { $0 == UInt8(ascii: "/") }) ?? path
}
