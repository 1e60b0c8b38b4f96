import Documents
import Model

let inspectorSeverities: [String: Severity?] = [
  "critical": .critical, "high": .high, "medium": .medium, "low": .low, "informational": Severity.none,
  "untriaged": nil,
]

/// One finding of Amazon Inspector, from its own API or in the enhanced scan of an image in Amazon ECR.
struct InspectorFinding {
  let value: JSONValue
  let scan: Scan
  let position: SourcePosition
  let arn: String
  let resource: InspectorResource

  init(_ value: JSONValue, scan: Scan, at position: SourcePosition) throws(Diagnostic) {
    (self.value, self.scan, self.position) = (value, scan, position)
    arn = try value.required("findingArn")
    resource = InspectorResource(try value.list("resources").first)
  }

  /// The observations of the finding: one for each vulnerable package, so that a VEX statement or a fix for one package
  /// does not apply to another.
  var observations: [Observation] {
    get throws(Diagnostic) {
      if let details = try value.object("packageVulnerabilityDetails") { return try vulnerabilities(details) }
      if let details = try value.object("codeVulnerabilityDetails") { return [try weakness(details)] }
      let type = try value.required("type")
      return [observation(.iac, rule: type)]
    }
  }

  private func observation(_ kind: Observation.Kind, rule: String) -> Observation {
    var observation = Observation(
      scan: scan, kind: kind, ruleId: rule, title: value.stated("title") ?? rule,
      location: Location(resource: resource.id, image: resource.image), at: position)
    observation.nativeSeverity = value.stated("severity")
    observation.fingerprints = ["aws-inspector": arn]
    observation.firstSeen = Timestamp(loosely: value["firstObservedAt"])
    switch value.text("status") {
    case "SUPPRESSED": (observation.state, observation.stateReason) = (.suppressed, "suppressed by a filter")
    case "CLOSED": (observation.state, observation.stateReason) = (.fixed, "closed by Amazon Inspector")
    default: break
    }
    return observation
  }

  private func vulnerabilities(_ details: JSONValue) throws(Diagnostic) -> [Observation] {
    let id = try details.required("vulnerabilityId")
    var one = observation(resource.isImage ? .container : .sca, rule: id)
    // A system update that fixes several vulnerabilities is not an alias of any of them.
    one.ids = identifiers(id, related: try details.texts("relatedVulnerabilities"))
    one.cvss = try details.list("cvss").compactMap(CVSSRating.init(aws:))
    one.epss = value["epss"]?.number("score")
    one.published = details.stated("vendorCreatedAt").flatMap { Timestamp(loosely: $0) }
    if value["fixAvailable"]?.equals("NO") ?? false { one.fixedVersions = [] }
    let packages = try AWSPackage.distinct(details.list("vulnerablePackages"), platform: resource.platform)
    return packages.isEmpty ? [one] : packages.map { one.affecting($0) }
  }

  private func weakness(_ details: JSONValue) throws(Diagnostic) -> Observation {
    let rule = if let id = details.stated("ruleId") { id } else { try details.required("detectorId") }
    var observation = observation(.sast, rule: rule)
    let file = try details.object("filePath")
    observation.location.path = file?.stated("filePath") ?? file?.stated("fileName")
    observation.location.startLine = file?.line("startLine")
    observation.location.endLine = file?.line("endLine")
    observation.cwes = try Weakness.numbers(in: details["cwes"])
    return observation
  }
}

/// The resource of a finding: a machine, an image, a function or a repository.
struct InspectorResource {
  let id: String?
  let isImage: Bool
  let image: String?
  let platform: String?

  init(_ value: JSONValue?) {
    let details = value?["details"]
    let image = details?["awsEcrContainerImage"]
    id = value?.stated("id")
    isImage = image != nil || value?["type"]?.equals("AWS_ECR_CONTAINER_IMAGE") ?? false
    self.image =
      nameOfImage(
        registry: image?.stated("registry"), region: value?.stated("region"), partition: value?.stated("partition"),
        repository: image?.stated("repositoryName"), tag: image?["imageTags"]?.firstElement?.text,
        digest: image?.stated("imageHash")) ?? (isImage ? value?.stated("id") : nil)
    platform = image?.stated("platform") ?? details?["awsEc2Instance"]?.stated("platform")
  }
}
