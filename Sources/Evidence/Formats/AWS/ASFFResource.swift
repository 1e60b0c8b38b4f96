import Documents
import Model

/// The resources of a finding. The first one decides image and platform; the ids of all are listed.
struct ASFFResource {
  let ids: String?
  let isImage: Bool
  var image: String?
  /// The operating system: `DEBIAN_12`, or the family of a distribution.
  var platform: String?
  /// Properties that a tool adds and for which the format has no member.
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

  /// The file of a misconfiguration or secret, as Trivy's template writes it.
  var file: String? { other?.stated("Filename") }
}

/// The platform in a product field of Inspector, whose name contains the type of the resource:
/// `…/awsEc2InstanceDetails/platform`.
private func statedPlatform(in finding: JSONValue) throws(Diagnostic) -> String? {
  guard let fields = try finding.object("ProductFields") else { return nil }
  let platform = try fields.members().first { $0.key.hasPrefix("aws/inspector/") && $0.key.hasSuffix("/platform") }
  return platform?.value.text
}

/// Splits a target of Trivy, which appends the operating system to the name of an image: `shop:1.4 (alpine 3.19.1)`.
private func parts(ofTarget target: String) -> (image: String, family: String?) {
  let parts = target.split(separator: " ", maxSplits: 1)
  guard parts.count == 2, parts[1].hasPrefix("("), parts[1].hasSuffix(")") else { return (target, nil) }
  return (String(parts[0]), parts[1].dropFirst().split(separator: " ").first.map(String.init))
}
