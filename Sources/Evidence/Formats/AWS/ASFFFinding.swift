import Documents
import Model

/// One finding in the AWS Security Finding Format.
struct ASFFFinding {
  let value: JSONValue
  let product: ASFFProduct
  let scan: Scan
  let position: SourcePosition
  let id: String
  let resource: ASFFResource

  init(_ value: JSONValue, of product: ASFFProduct, scan: Scan, at position: SourcePosition) throws(Diagnostic) {
    (self.value, self.product, self.scan, self.position) = (value, product, scan, position)
    id = try value.required("Id")
    resource = try ASFFResource(of: value)
  }

  /// The observations of the finding: one for each vulnerable package, so that a VEX statement or a fix for one package
  /// does not apply to another.
  var observations: [Observation] {
    get throws(Diagnostic) {
      let found = try value.list("Vulnerabilities")
      guard found.isEmpty else {
        var all: [Observation] = []
        for vulnerability in found { all += try observations(of: vulnerability) }
        return all
      }
      if let cve = resource.other?.stated("CVE ID") { return [try ofTrivy(cve)] }
      return [try plain]
    }
  }

  private func observation(_ kind: Observation.Kind, rule: String) throws(Diagnostic) -> Observation {
    var observation = Observation(
      scan: scan, kind: kind, ruleId: rule, title: value.stated("Title") ?? rule,
      location: Location(resource: resource.ids, image: resource.image), at: position)
    observation.nativeSeverity = severity
    observation.firstSeen = Timestamp(loosely: value["FirstObservedAt"])
    observation.fingerprints = product.hasDistinctIds ? ["asff": id] : [:]
    (observation.state, observation.stateReason) = status
    return observation
  }

  /// The severity's label, else the one for its number
  /// (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html).
  private var severity: String? {
    let severity = value["Severity"] ?? value["FindingProviderFields"]?["Severity"]
    if let label = severity?.stated("Label") { return label }
    switch severity?.number("Normalized") {
    case nil: return nil
    case 0: return "INFORMATIONAL"
    case let number? where (1..<40).contains(number): return "LOW"
    case let number? where (40..<70).contains(number): return "MEDIUM"
    case let number? where (70..<90).contains(number): return "HIGH"
    case let number? where (90...100).contains(number): return "CRITICAL"
    case let number?: return "\(number)"
    }
  }

  /// The state set by people or by Security Hub. A control that passes again is the finding from before, now fixed.
  private var status: (Observation.State, String?) {
    let note = value["Note"]?.stated("Text")
    let workflow = value["Workflow"]?.text("Status")
    if value["VerificationState"]?.equals("FALSE_POSITIVE") ?? false {
      return (.falsePositive, note ?? "FALSE_POSITIVE")
    }
    if workflow == "SUPPRESSED" { return (.suppressed, note ?? "SUPPRESSED") }
    if workflow == "RESOLVED" { return (.fixed, note ?? "RESOLVED") }
    if value["Compliance"]?["Status"]?.equals("PASSED") ?? false { return (.fixed, "PASSED") }
    if value["RecordState"]?.equals("ARCHIVED") ?? false { return (.suppressed, note ?? "ARCHIVED") }
    return (.open, nil)
  }
}

extension ASFFFinding {
  private func observations(of vulnerability: JSONValue) throws(Diagnostic) -> [Observation] {
    let code = try vulnerability.list("CodeVulnerabilities")
    guard code.isEmpty else {
      var all: [Observation] = []
      for weakness in code { all.append(try observation(ofCode: weakness, of: vulnerability)) }
      return all
    }
    let id = try vulnerability.required("Id")
    var one = try observation(resource.isImage ? .container : .sca, rule: id)
    one.ids = identifiers(id, related: try vulnerability.texts("RelatedVulnerabilities"))
    one.cvss = try vulnerability.list("Cvss").compactMap(CVSSRating.init(aws:))
    one.published = vulnerability["Vendor"]?.text("VendorCreatedAt").flatMap { Timestamp(loosely: $0) }
    one.epss = vulnerability.number("EpssScore") ?? value.number("EpssScore")
    if vulnerability["FixAvailable"]?.equals("NO") ?? false { one.fixedVersions = [] }
    let packages = try AWSPackage.distinct(vulnerability.list("VulnerablePackages"), platform: resource.platform)
    return packages.isEmpty ? [one] : packages.map { one.affecting($0) }
  }

  private func observation(
    ofCode weakness: JSONValue, of vulnerability: JSONValue
  ) throws(Diagnostic) -> Observation {
    let detector = if let id = vulnerability.stated("Id") { id } else { try rule }
    var observation = try observation(.sast, rule: detector)
    let file = try weakness.object("FilePath")
    observation.location.path = file?.stated("FilePath") ?? file?.stated("FileName")
    observation.location.startLine = file?.line("StartLine")
    observation.location.endLine = file?.line("EndLine")
    observation.cwes = try Weakness.numbers(in: weakness["Cwes"])
    return observation
  }

  /// A finding written by Trivy's template, which has no list of vulnerabilities:
  /// https://github.com/aquasecurity/trivy/blob/main/contrib/asff.tpl.
  private func ofTrivy(_ id: String) throws(Diagnostic) -> Observation {
    var observation = try observation(.container, rule: id)
    let details = resource.other
    observation.ids = [id]
    observation.component = details?.stated("PkgName").map {
      Component(
        stated: nil, ecosystem: resource.platform, name: $0, version: details?.stated("Installed Package"))
    }
    if let details, details.has("Patched Package") {
      let versions = (details.stated("Patched Package") ?? "").split(separator: ",")
      observation.fixedVersions = versions.map { String($0.drop { $0 == " " }) }
    }
    for (vector, score) in trivyRatings {
      guard let vector = details?[vector]?.text, !vector.isEmpty else { continue }
      observation.cvss.append(
        CVSSRating(
          version: CVSSRating.version(of: vector), vector: vector, score: details?[score]?.number, source: "nvd"))
    }
    return observation
  }

  /// A finding without a vulnerability: a misconfiguration, a threat or a secret.
  private var plain: Observation {
    get throws(Diagnostic) {
      let isSecret = try value.texts("Types").contains { $0.hasPrefix("Sensitive Data Identifications") }
      var observation = try observation(isSecret && resource.file != nil ? .secret : .iac, rule: rule)
      guard let file = resource.file else { return observation }
      observation.location = Location(
        path: file, startLine: resource.other?.line("StartLine"), endLine: resource.other?.line("EndLine"),
        resource: resource.ids == file ? nil : resource.ids)
      return observation
    }
  }

  /// The control or rule, named as in the tool's own reports. GuardDuty's generator is its detector, so the type of the
  /// finding is used for it.
  private var rule: String {
    get throws(Diagnostic) {
      let control = value["Compliance"]?.stated("SecurityControlId") ?? value["ProductFields"]?.stated("ControlId")
      if let control { return control }
      if product.name.lowercased() == "guardduty", let type = try value.texts("Types").first { return type }
      let generator = value.stated("GeneratorId") ?? id
      let prefix = ["Trivy/", "prowler-"].first { generator.hasPrefix($0) }
      return String(generator.dropFirst(prefix?.count ?? 0))
    }
  }
}

private let trivyRatings: [(vector: StaticString, score: StaticString)] = [
  ("NvdCvssVectorV3", "NvdCvssScoreV3"), ("NvdCvssVectorV2", "NvdCvssScoreV2"),
]
