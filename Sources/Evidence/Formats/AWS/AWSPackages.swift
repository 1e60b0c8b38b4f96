import Documents
import Model

/// A vulnerable package, as described by Amazon Inspector and, with capitalised members, by AWS Security Hub.
struct AWSPackage {
  let component: Component
  let path: String?
  let layer: String?
  /// The fixed versions; nil if unknown, empty if there is no fix.
  let fixed: [String]?

  /// - Parameter platform: the operating system that the package belongs to, such as `DEBIAN_12`; used if the package
  ///   manager is the system's.
  init(_ value: JSONValue, platform: String?) throws(Diagnostic) {
    let name = value.stated("name") ?? value.stated("Name")
    guard let name else { throw value.mismatch("an object with the name of a package") }
    component = Component(
      stated: nil, ecosystem: ecosystem(of: value.stated("packageManager") ?? value.stated("PackageManager"), platform),
      name: name, version: version(of: value))
    path = value.stated("filePath") ?? value.stated("FilePath")
    layer = value.stated("sourceLayerHash") ?? value.stated("SourceLayerHash")
    fixed = (value.stated("fixedInVersion") ?? value.stated("FixedInVersion"))
      .map { $0 == "NotAvailable" ? [] : [withoutZeroEpoch($0)] }
  }

  /// The packages without duplicates: the binaries of one source and the files of one package are listed separately.
  static func distinct(_ values: JSONList, platform: String?) throws(Diagnostic) -> [AWSPackage] {
    var packages: [AWSPackage] = []
    for value in values {
      let package = try AWSPackage(value, platform: platform)
      if !packages.contains(where: { $0.component == package.component }) { packages.append(package) }
    }
    return packages
  }
}

/// The version with epoch and release, which are separate members: `1:2.36-9+deb12u4`.
private func version(of package: JSONValue) -> String? {
  guard let version = package.stated("version") ?? package.stated("Version") else { return nil }
  let release = (package.stated("release") ?? package.stated("Release")).map { "-\($0)" } ?? ""
  let epoch = package.integer("epoch") ?? package.integer("Epoch") ?? 0
  return (epoch > 0 ? "\(epoch):" : "") + version + release
}

private func withoutZeroEpoch(_ version: String) -> String {
  version.hasPrefix("0:") ? String(version.dropFirst(2)) : version
}

/// The ecosystem in the words of other scanners: the package manager, or the distribution for a package of the
/// operating system.
private func ecosystem(of manager: String?, _ platform: String?) -> String? {
  guard let manager = manager?.lowercased() else { return nil }
  if manager == "os" { return platform?.lowercased().split(separator: "_").first.map(String.init) ?? manager }
  return spellings[manager] ?? manager
}

private let spellings = ["pythonpkg": "python-pkg", "nodepkg": "node-pkg", "dotnet_core": "dotnet-core"]

extension CVSSRating {
  /// Reads `{"baseScore": 9.8, "scoringVector": "CVSS:3.1/…", "source": "NVD", "version": "3.1"}`; the members are
  /// capitalised in ASFF. Nil without a score and a vector.
  init?(aws value: JSONValue) {
    let vector = value.stated("scoringVector") ?? value.stated("BaseVector")
    let score = value.number("baseScore") ?? value.number("BaseScore")
    guard vector != nil || score != nil else { return nil }
    self.init(
      version: value.stated("version") ?? value.stated("Version") ?? vector.map(CVSSRating.version) ?? "",
      vector: vector,
      score: score, source: value.stated("source") ?? value.stated("Source"))
  }
}

/// The name of an image in Amazon ECR as other scanners write it; nil without the name of its repository.
func nameOfImage(
  registry: String?, region: String?, partition: String?, repository: String?, tag: String?, digest: String?
) -> String? {
  guard let repository else { return nil }
  let name = tag.map { "\(repository):\($0)" } ?? digest.map { "\(repository)@\($0)" } ?? repository
  guard let registry, let region else { return name }
  return "\(registry).dkr.ecr.\(region).amazonaws.com\(partition == "aws-cn" ? ".cn" : "")/\(name)"
}

extension Observation {
  /// The observation for one of the vulnerable packages.
  func affecting(_ package: AWSPackage) -> Observation {
    var observation = self
    observation.component = package.component
    observation.fixedVersions = package.fixed ?? fixedVersions
    observation.location.path = location.image == nil ? package.path : package.path?.withoutLeadingSlash
    observation.location.layer = package.layer
    return observation
  }
}
