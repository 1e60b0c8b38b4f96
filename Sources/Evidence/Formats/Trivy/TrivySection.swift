import Documents
import Interning
import Model

/// The scanned artifact, which decides whether packages belong to a container image, and to which.
struct TrivyArtifact {
  @Interned private(set) var scan: Scan
  let packages = StatedPackages()
  let isImage: Bool
  /// Whether files were scanned, as they are in a repository or a folder.
  let isFolder: Bool
  @InternedOptional var image: String?
  /// Whether targets of system packages begin with the name of an image, as in reports that may cover several images.
  var hasImageTargets = false
  /// The Kubernetes resource: `namespace/Kind/name`.
  @InternedOptional var resource: String?

  init(_ root: JSONValue, scan: Scan) {
    (_scan, _image, _resource) = (Interned(scan), .none, .none)
    let type = root.stated("ArtifactType")
    (isImage, isFolder) = (type == "container_image", type == "repository" || type == "filesystem")
    if isImage { image = root.stated("ArtifactName") }
    hasImageTargets = root.kind == .array || image == nil && isImage
  }

  init(_ value: JSONValue, inCluster resource: String, scan: Scan) throws(Diagnostic) {
    (_scan, _image, _resource) = (Interned(scan), .none, .init(resource))
    (isImage, isFolder, hasImageTargets) = (true, false, true)
    // Newer releases list metadata for each container. If there are several, only the target may name the image.
    let metadata = value["Metadata"]
    let containers = metadata?.kind == .array ? Array(try value.list("Metadata")) : [metadata].compactMap { $0 }
    if containers.count == 1 { image = containers[0]["RepoTags"]?.firstElement?.text }
  }
}

/// One element of `Results`: a lock file, the packages of an operating system, a configuration file, or a file with
/// secrets.
struct TrivySection {
  let value: JSONValue
  let artifact: TrivyArtifact
  let target: String
  let type: String?
  let ecosystem: InternedString?
  let isSystem: Bool
  /// The name of the image, from the target of its system packages: `name (family release)`.
  @InternedOptional private(set) var image: String?
  /// The target, if it is a file; nil if it represents all packages of one type (`Java`, `Python`) or of the operating
  /// system.
  let file: InternedString?

  init(_ value: JSONValue, of artifact: TrivyArtifact) {
    (self.value, self.artifact) = (value, artifact)
    (target, type) = (value.text("Target") ?? "", value.stated("Type"))
    ecosystem = type.map { InternedString($0) }
    isSystem = value["Class"]?.equals("os-pkgs") ?? systems.contains(type ?? "")
    let isNamed = isSystem && (artifact.hasImageTargets || artifact.image == nil)
    _image = isNamed ? .init(name(inTarget: target)) : artifact.$image
    file = isSystem || aggregates.contains(target) ? nil : InternedString(target)
  }

  /// The lock file of a section that lists nothing of what is in it: a scan of the commit only if that file is in it.
  var examinedFile: String? {
    guard artifact.isFolder, value["Class"]?.equals("lang-pkgs") ?? false, value.isEmptyList("Packages") else {
      return nil
    }
    return file?.wrappedValue
  }

  var packageKind: Observation.Kind { artifact.isImage || isSystem ? .container : .sca }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    if let kind { report.kinds.insert(kind) }
    for (list, type) in [("Vulnerabilities", "vulnerability"), ("Secrets", "secret"), ("Licenses", "license")]
      as [(StaticString, String)]
    {
      let entries = try value.list(list)
      if entries.isEmpty { continue }
      let pointer = report.list("\(pointer)/\(list)")
      for (index, entry) in entries.enumerated() {
        report.observations.append(try observation(type, entry, at: report.position(pointer, index)))
      }
    }
    for (index, entry) in try value.list("Misconfigurations").enumerated() {
      guard entry["Status"]?.equals("PASS") != true else { continue }
      report.observations.append(
        try misconfiguration(entry, at: report.position("\(pointer)/Misconfigurations", index)))
    }
    for (index, entry) in try value.list("ExperimentalModifiedFindings").enumerated() {
      let position = report.position("\(pointer)/ExperimentalModifiedFindings", index)
      report.observations.append(try modified(entry, at: position))
    }
  }

  private var kind: Observation.Kind? {
    switch value.text("Class") {
    case "os-pkgs", "lang-pkgs": packageKind
    case "config": .iac
    case "secret": .secret
    case "license", "license-file": .license
    case nil where value.has("Vulnerabilities"): packageKind
    default: nil
    }
  }

  private func observation(_ type: String, _ entry: JSONValue, at position: SourcePosition) throws(Diagnostic)
    -> Observation
  {
    switch type {
    case "vulnerability": try vulnerability(entry, at: position)
    case "misconfiguration": try misconfiguration(entry, at: position)
    case "secret": try secret(entry, at: position)
    case "license": try license(entry, at: position)
    default: throw entry.mismatch("a finding of a known `Type`, not \(shownWord(type))")
    }
  }

  /// The observation of a finding that an ignore file or a VEX statement suppressed.
  private func modified(_ entry: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    guard let finding = try entry.object("Finding") else { throw entry.mismatch("an object with `Finding`") }
    var observation = try observation(entry.required("Type"), finding, at: position)
    observation.state = .suppressed
    let reason = [entry.stated("Status"), entry.stated("Statement")].compactMap { $0 }.joined(separator: ": ")
    observation.stateReason = entry.stated("Source").map { "\(reason) (\($0))" } ?? reason
    return observation
  }
}

/// The name before the family and release of an operating system; nil if there is none.
private func name(inTarget target: String) -> String? {
  let end = target.utf8.indices.first { target.utf8[$0...].starts(with: " (".utf8) } ?? target.endIndex
  return end == target.startIndex ? nil : String(target[..<end])
}

/// Types of system packages, for reports that are older than `Class`.
private let systems: Set = [
  "alma", "alpine", "amazon", "cbl-mariner", "centos", "debian", "fedora", "opensuse", "opensuse.leap", "oracle",
  "photon", "redhat", "rocky", "suse linux enterprise server", "ubuntu", "wolfi",
]
