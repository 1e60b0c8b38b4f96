import Documents
import Model

/// One report about an image, a resource of the cluster, or the whole cluster.
struct OperatorReport {
  /// The content of the report.
  let body: JSONValue
  /// The member that holds the content, which depends on the kind of report.
  let member: StaticString
  let kind: String
  let scan: Scan
  let purls = StatedPURLs()
  /// The scanned resource: `namespace/Kind/name`.
  let resource: String?
  let image: String?

  init(_ value: JSONValue, in report: inout ReportBuilder) throws(Diagnostic) {
    kind = value.stated("kind") ?? ""
    member = kind == "ClusterComplianceReport" ? "status" : "report"
    guard let body = try value.object(member) else { throw value.mismatch("an object with `\(member)`") }
    (self.body, resource, image) = (body, named(value["metadata"]), imageName(body))
    let (scanner, time) = (body["scanner"], body.text("updateTimestamp").flatMap { Timestamp($0) })
    report.tool = scanner?.stated("name") ?? "Trivy"
    report.toolVersion = scanner?.stated("version")
    // The reports are one evidence, so the oldest decides its time.
    let oldest = [report.time, time].compactMap { $0 }.min()
    report.time = time
    scan = report.scan(target: image ?? resource)
    report.time = oldest
  }

  func read(at pointer: String, into report: inout ReportBuilder) throws(Diagnostic) {
    if kind.hasSuffix("SbomReport") {
      report.warnings.append(.componentsOnly(kind, at: SourcePosition(file: report.input.name)))
      return
    }
    // The operator writes a report when a scan has ended; a schedule that has not run yet has neither member.
    report.hasScanProof = report.hasScanProof || body.has("scanner") || body.has("updateTimestamp")
    if kind == "ClusterComplianceReport" { return try readCompliance(at: "\(pointer)/\(member)", into: &report) }
    guard let list = lists.first(where: { kind.hasSuffix($0.suffix) }) else {
      return report.fail("reports of kind '\(kind)' are not supported")
    }
    report.kinds.insert(list.kind)
    for (index, entry) in try body.list(list.name).enumerated() {
      let position = report.position("\(pointer)/\(member)/\(list.name)", index)
      if let one = try observation(list.kind, entry, at: position) { report.observations.append(one) }
    }
  }

  private func observation(
    _ kind: Observation.Kind, _ entry: JSONValue, at position: SourcePosition
  ) throws(Diagnostic) -> Observation? {
    switch kind {
    case .container: try vulnerability(entry, at: position)
    case .secret: try secret(entry, at: position)
    default: try check(entry, at: position)
    }
  }
}

/// The lists by the suffix of the report's kind; each kind exists for a namespace and for the cluster.
private let lists: [(name: StaticString, suffix: String, kind: Observation.Kind)] = [
  ("vulnerabilities", "VulnerabilityReport", .container), ("secrets", "ExposedSecretReport", .secret),
  ("checks", "AssessmentReport", .iac), ("checks", "ConfigAuditReport", .iac),
]

/// The name of the scanned resource, from the labels; a name that is too long for a label is in an annotation.
private func named(_ metadata: JSONValue?) -> String? {
  let (labels, annotations) = (metadata?["labels"], metadata?["annotations"])
  let kind = labels?.stated("trivy-operator.resource.kind")
  let name = labels?.stated("trivy-operator.resource.name") ?? annotations?.stated("trivy-operator.resource.name")
  let namespace = labels?.stated("trivy-operator.resource.namespace") ?? metadata?.stated("namespace")
  let parts = [namespace, kind, name ?? metadata?.stated("name")].compactMap { $0 }
  return parts.isEmpty ? nil : parts.joined(separator: "/")
}

private func imageName(_ body: JSONValue) -> String? {
  guard let artifact = body["artifact"], let repository = artifact.stated("repository") else { return nil }
  let name = [body["registry"]?.stated("server"), repository].compactMap { $0 }.joined(separator: "/")
  return artifact.stated("tag").map { "\(name):\($0)" } ?? artifact.stated("digest").map { "\(name)@\($0)" } ?? name
}
