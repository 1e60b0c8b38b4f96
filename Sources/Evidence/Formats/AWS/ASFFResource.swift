import Documents
import Model

/// What a finding in AWS's format is about. The first resource is the one it is of; the others are named with it.
struct ASFFResource {
  let ids: String?
  let isImage: Bool
  var image: String?
  /// `DEBIAN_12`, or the family of a distribution.
  var platform: String?
  /// What a tool adds that AWS has no member for.
  let other: JSONValue?

  init(of finding: JSONValue) throws(Diagnostic) {
    let resources = try finding.list("Resources")
    let names = resources.compactMap { $0.stated("Id") }.distinct
    ids = names.isEmpty ? nil : names.joined(separator: ", ")
    let (first, details) = (resources.first, resources.first?["Details"])
    let (stored, running) = (details?["AwsEcrContainerImage"], details?["Container"])
    other = details?["Other"]
    isImage = stored != nil || running != nil || first?["Type"]?.equals("AwsEcrContainerImage") ?? false
    if let name = running?.stated("ImageName") {
      (image, platform) = parts(ofTarget: name)
    } else if isImage {
      image =
        nameOfImage(
          registry: stored?.stated("RegistryId"), region: first?.stated("Region"),
          partition: first?.stated("Partition"), repository: stored?.stated("RepositoryName"),
          tag: stored?["ImageTags"]?.firstElement?.text, digest: stored?.stated("ImageDigest")) ?? names.first
    }
    if platform == nil { platform = try statedPlatform(in: finding) }
  }

  /// The file that Trivy's template names beside a misconfiguration or a secret.
  var file: String? { other?.stated("Filename") }
}

/// Inspector says it in a field whose name holds the type of the resource: `…/awsEc2InstanceDetails/platform`.
private func statedPlatform(in finding: JSONValue) throws(Diagnostic) -> String? {
  guard let fields = try finding.object("ProductFields") else { return nil }
  let platform = try fields.members().first { $0.key.hasPrefix("aws/inspector/") && $0.key.hasSuffix("/platform") }
  return platform?.value.text
}

/// Trivy puts the system behind the name of an image: `shop:1.4 (alpine 3.19.1)`.
private func parts(ofTarget target: String) -> (image: String, family: String?) {
  let parts = target.split(separator: " ", maxSplits: 1)
  guard parts.count == 2, parts[1].hasPrefix("("), parts[1].hasSuffix(")") else { return (target, nil) }
  return (String(parts[0]), parts[1].dropFirst().split(separator: " ").first.map(String.init))
}
