import Documents
import Interning
import Model

/// One answer of DescribeImageScanFindings: the findings of one image, or a page of them.
struct ECRPage {
  private let value: JSONValue
  private let pointer: String
  private let scan: Scan
  private let image: String
  /// Tells pages of one image from those of another one.
  let key: InternedString

  init(_ value: JSONValue, pointer: String, in report: inout ReportBuilder) throws(Diagnostic) {
    guard value.has("imageScanFindings") || value.has("imageScanStatus") else {
      throw value.mismatch("an answer with `imageScanFindings`")
    }
    (self.value, self.pointer) = (value, pointer)
    let id = value["imageId"]
    image =
      nameOfImage(
        registry: nil, region: nil, partition: nil, repository: value.stated("repositoryName"),
        tag: id?.stated("imageTag"), digest: id?.stated("imageDigest"))
      ?? id?.stated("imageDigest") ?? "an image without a name"
    key = InternedString(
      [value.stated("registryId"), value.stated("repositoryName"), id?.stated("imageDigest"), id?.stated("imageTag")]
        .map { $0 ?? "" }.joined(separator: "\0"))
    let time = Timestamp(loosely: value["imageScanFindings"]?["imageScanCompletedAt"])
    let oldest = [report.time, time].compactMap { $0 }.min()
    report.time = time
    scan = report.scan(target: image)
    report.time = oldest
  }

  var name: String { image }

  /// Whether another page follows.
  var isCutOff: Bool { value.stated("nextToken") != nil || value.stated("NextToken") != nil }

  /// The number of findings of the image, on all its pages; 0 if the answer does not state it.
  var counted: Int {
    get throws(Diagnostic) {
      guard let counts = try value["imageScanFindings"]?.object("findingSeverityCounts") else { return 0 }
      return try counts.members().reduce(0) { $0 + ($1.value.integer ?? 0) }
    }
  }

  /// Adds the findings and returns their number.
  func read(into report: inout ReportBuilder) throws(Diagnostic) -> Int {
    noteStatus(in: &report)
    guard let findings = try value.object("imageScanFindings") else {
      report.fail("the report has no findings of \(image), not even an empty list", at: place("", in: report))
      return 0
    }
    var count = 0
    for (index, finding) in try findings.list("findings").enumerated() {
      let position = report.position("\(pointer)/imageScanFindings/findings", index)
      report.observations.append(try basic(finding, at: position))
      count += 1
    }
    for (index, finding) in try findings.list("enhancedFindings").enumerated() {
      let position = report.position("\(pointer)/imageScanFindings/enhancedFindings", index)
      report.observations += try enhanced(finding, at: position)
      count += 1
    }
    return count
  }

  /// A scan that did not end well, or of which that is not known, is no clean scan
  /// (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html). `ACTIVE` is the status of
  /// enhanced scans, which go on.
  private func noteStatus(in report: inout ReportBuilder) {
    let status = value["imageScanStatus"]
    guard let word = status?.stated("status") else {
      return report.fail("the report does not state that the scan of \(image) is complete", at: place("", in: report))
    }
    if word == "COMPLETE" || word == "ACTIVE" {
      // The status of a scan that goes on is the same before its first end.
      let hasEnded = value["imageScanFindings"]?.has("imageScanCompletedAt") ?? false
      if hasEnded, value["imageId"]?.stated("imageDigest") != nil { report.hasScanProof = true }
    } else {
      let description = status?.stated("description").map { ": \($0)" } ?? ""
      report.fail(
        "the scan of \(image) has the status \(word)\(description)", at: place("/imageScanStatus", in: report))
    }
  }

  private func place(_ member: String, in report: ReportBuilder) -> SourcePosition {
    SourcePosition(file: report.input.name, pointer: report.pointer + pointer + member)
  }
}

extension ECRPage {
  /// A finding of a basic scan: a vulnerability, whose package and scores are in a list of attributes.
  private func basic(_ finding: JSONValue, at position: SourcePosition) throws(Diagnostic) -> Observation {
    let id = try finding.required("name")
    let attributes = try Attributes(finding)
    let package = attributes["package_name"]
    var observation = Observation(
      scan: scan, kind: .container, ruleId: id, title: package.map { "\(id) in \($0)" } ?? id,
      location: Location(image: image), at: position)
    observation.nativeSeverity = finding.stated("severity")
    observation.ids = [id]
    observation.cvss = attributes.ratings
    // A basic scan does not state the distribution, so the package has no purl.
    observation.component = package.map {
      Component(stated: nil, ecosystem: nil, name: $0, version: attributes["package_version"])
    }
    return observation
  }

  /// A finding of an enhanced scan, which Amazon Inspector made.
  private func enhanced(_ finding: JSONValue, at position: SourcePosition) throws(Diagnostic) -> [Observation] {
    try InspectorFinding(finding, scan: scan, at: position).observations.map { one in
      var one = one
      one.kind = .container
      if one.location.image == nil { one.location.image = image }
      return one
    }
  }
}

/// The attributes of a basic finding: a list of objects with `key` and `value`.
private struct Attributes {
  private let pairs: [(key: String, value: String)]

  init(_ finding: JSONValue) throws(Diagnostic) {
    var pairs: [(key: String, value: String)] = []
    for attribute in try finding.list("attributes") {
      if let key = attribute.stated("key"), let value = attribute.stated("value") { pairs.append((key, value)) }
    }
    self.pairs = pairs
  }

  subscript(_ key: String) -> String? { pairs.first { $0.key == key }?.value }

  /// The CVSS ratings, each from its vector and score.
  var ratings: [CVSSRating] {
    [("4.0", "CVSS4"), ("3.1", "CVSS3"), ("2.0", "CVSS2")].compactMap { version, prefix in
      let (vector, score) = (self["\(prefix)_VECTOR"], self["\(prefix)_SCORE"].flatMap { Double($0) })
      guard vector != nil || score != nil else { return nil }
      let stated = vector.flatMap { CVSSRating.statedVersion(of: InternedString($0)) }
      return CVSSRating(version: stated?.wrappedValue ?? version, vector: vector, score: score)
    }
  }
}
