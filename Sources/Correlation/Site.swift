import Model

/// Where two observations must meet to be one: the same sort of problem, in the same place, in the same package.
struct Site: Hashable {
  /// Which law of merging and of identity applies.
  enum Sort: String { case dependency, code, infrastructure, secret, service, license }

  let sort: Sort
  let place: String
  /// The package with its version; empty for all but dependencies.
  let package: String

  init(of observation: Observation) {
    sort = Sort(observation)
    if sort == .dependency, let component = observation.component {
      (place, package) = (placeOfPackage(observation), Site.name(of: component))
    } else {
      let location = observation.location
      place = location.path ?? location.url ?? location.resource ?? location.image ?? observation.scan.target ?? ""
      package = ""
    }
  }

  private static func name(of component: Component) -> String {
    if let purl = component.purl { return purl.bare.description }
    return [component.ecosystem ?? "", component.name, component.version ?? ""].joined(separator: "\u{0}")
  }
}

extension Site.Sort {
  init(_ observation: Observation) {
    switch observation.kind {
    case .sca, .container: self = observation.component == nil ? .service : .dependency
    case .sast, .iast, .quality: self = .code
    case .iac: self = .infrastructure
    case .secret: self = .secret
    case .dast, .pentest: self = .service
    case .license: self = .license
    }
  }
}

/// The file that brings the package, the image it is installed in, or both.
///
/// A report that says no place is a place of its own: it may speak of any copy of the package.
private func placeOfPackage(_ observation: Observation) -> String {
  let location = observation.location
  if isSystemPackage(observation.component) {
    // Trivy writes `name:tag (debian 12)`, and the file of an installed package is the system's list of packages.
    let isList = location.path.map(isPackageList) ?? true
    if let name = location.image ?? (isList ? observation.scan.target : nil) ?? location.path { return image(name) }
  }
  switch (location.image, location.path) {
  case (let image?, let path?): return "\(Correlation.image(image))\u{0}\(relative(path))"
  case (let image?, nil): return Correlation.image(image)
  case (nil, let path?): return relative(path)
  case (nil, nil): return "\u{0}\(observation.scan.tool)\u{0}\(observation.scan.target ?? "")"
  }
}

/// Without the tag and digest of an image: what stays when it is built anew. Paths are left alone.
func lastingPlace(_ place: String) -> String {
  let parts = place.split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init)
  guard parts.count < 3 else { return place }
  let name = parts[0].split(separator: "@", maxSplits: 1).first.map(String.init) ?? ""
  guard let colon = name.utf8.lastIndex(of: UInt8(ascii: ":")), !name[colon...].utf8.contains(UInt8(ascii: "/")) else {
    return ([name] + parts.dropFirst()).joined(separator: "\u{0}")
  }
  return ([String(name[..<colon])] + parts.dropFirst()).joined(separator: "\u{0}")
}

private func isSystemPackage(_ component: Component?) -> Bool {
  switch component?.purl?.type ?? component?.ecosystem {
  case "deb", "rpm", "apk", "alpm", "debian", "ubuntu", "alpine", "redhat", "wolfi": true
  default: false
  }
}

private let packageLists = ["lib/dpkg/", "lib/apk/db/", "lib/rpm/", "usr/lib/sysimage/rpm/", "lib/pacman/"]

private func isPackageList(_ path: String) -> Bool { packageLists.contains { path.contains($0) } }

/// Without the ` (debian 12)` that Trivy adds.
private func image(_ name: String) -> String {
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
