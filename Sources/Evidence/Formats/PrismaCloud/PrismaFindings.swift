import Model

/// A vulnerability in Prisma Cloud's JSON or CSV.
struct PrismaVulnerability {
  let id: String
  let severity: String?
  /// `fixed in 1.2.3, 1.3.0`, or the decision of the distribution: `open`, `affected`, `will not fix`, …
  let status: String?
  var package: String?
  var version: String?
  /// The type of the package: `os`, `jar`, `nodejs`, …
  var type: String?
  var vector: String?
  var score: Double?
  var path: String?
  var firstSeen: Timestamp?
  /// Whether a running process uses the package.
  var isInUse = false

  init(id: String, severity: String?, status: String?) {
    (self.id, self.severity, self.status) = (id, severity, status)
  }

  /// - Parameters:
  ///   - kind: `container` for a package of an image, `sca` for one of a repository.
  ///   - image: the image that was scanned; nil for a repository, whose paths are kept as written.
  func observation(
    of kind: Observation.Kind, scan: Scan, image: String?, distribution: String?, at position: SourcePosition
  ) -> Observation {
    let component = component(in: distribution)
    var observation = Observation(
      scan: scan, kind: kind, ruleId: id,
      title: [id, component?.name].compactMap { $0 }.joined(separator: " in "),
      location: Location(path: image == nil ? path : path?.withoutLeadingSlash, image: image), at: position)
    observation.ids = [id]
    observation.nativeSeverity = severity
    observation.component = component
    if vector != nil || score != nil {
      observation.cvss = [CVSSRating(version: vector.map(CVSSRating.version) ?? "", vector: vector, score: score)]
    }
    observation.fixedVersions = fixedVersions
    observation.firstSeen = firstSeen
    if isInUse {
      observation.reachability = .reachable
      observation.reachabilityEvidence = ReachabilityEvidence(level: "loaded", tool: "prisma-cloud")
    }
    return observation
  }

  /// The fixed versions; nil if undecided, empty if there is no fix yet or will not be one.
  private var fixedVersions: [String]? {
    guard let status = status?.lowercased() else { return nil }
    if status.hasPrefix(fixed) { return commaSeparated(String(status.dropFirst(fixed.count))) }
    return unfixed.contains(status) ? [] : nil
  }

  /// The names of the package and of those built from it: `glibc (used in libc6, libc-bin)`.
  var binaries: [String] {
    (package ?? "").split { ",()".contains($0) }.map { part in
      let name = part.drop { $0 == " " }
      return String((name.hasPrefix("used in ") ? name.dropFirst("used in ".count) : name).prefix { $0 != " " })
    }
  }

  private func component(in distribution: String?) -> Component? {
    guard var name = binaries.first else { return nil }
    let type = type?.lowercased()
    // A jar is named `group_artifact`; a group has dots but no underscores.
    if type == "jar", let underscore = name.firstIndex(of: "_"), name[..<underscore].contains(".") {
      name.replaceSubrange(underscore...underscore, with: ":")
    }
    return Component(
      stated: nil, ecosystem: type == "os" ? distribution.flatMap(family) : type.flatMap { ecosystems[$0] ?? $0 },
      name: name, version: version)
  }
}

private let fixed = "fixed in "
private let unfixed: Set = ["open", "affected", "needed", "deferred", "will not fix", "won't fix", "end of life"]
private let ecosystems = ["nodejs": "npm", "python": "pypi", "jar": "maven", "gem": "gem", "go": "golang"]

/// The family of a distribution: `Debian GNU/Linux 12`, `alpine-3.11.5`, `Red Hat Enterprise Linux release 8.6`.
private func family(of distribution: String) -> String? {
  let word = distribution.lowercased().prefix { $0.isLetter }
  return word.isEmpty ? nil : word == "red" ? "redhat" : String(word)
}

/// A failed compliance check of an image's configuration.
struct PrismaCheck {
  let id: String
  let title: String?
  let severity: String?

  func observation(scan: Scan, image: String?, at position: SourcePosition) -> Observation {
    var observation = Observation(
      scan: scan, kind: .iac, ruleId: id, title: title ?? id, location: Location(image: image), at: position)
    observation.nativeSeverity = severity
    return observation
  }
}
