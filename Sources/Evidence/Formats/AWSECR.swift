import Documents
import Interning
import Model

// Amazon ECR: `aws ecr describe-image-scan-findings`, one answer or several (pages, images) in an array or one after the
// other. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html

extension Format {
  static let awsECR = Format(
    name: "aws-ecr", title: "Amazon ECR image scan findings, basic and enhanced (JSON)",
    signature: "`imageScanFindings`, or `imageScanStatus` with `imageId` or `repositoryName`",
    kinds: [.container], severities: inspectorSeverities.merging(["undefined": nil]) { one, _ in one },
    provides: [
      .severity, .cvss, .ids, .package, .fixedVersions, .path, .image, .resource, .fingerprint, .firstSeen,
      .state, .scanTime,
    ],
    recognises: isECR, read: readECR)
}

private func isECR(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  return first["imageScanFindings"]?.kind == .object
    || first["imageScanStatus"]?.kind == .object && (first.has("imageId") || first.has("repositoryName"))
}

private func readECR(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "Amazon ECR"
  report.kinds.insert(.container)
  var (images, order) = ([InternedString: ECRPages](), [InternedString]())
  for (index, answer) in try root.records.enumerated() {
    let page = try ECRPage(answer, pointer: root.kind == .array ? "/\(index)" : "", in: &report)
    if images[page.key] == nil { order.append(page.key) }
    try images[page.key, default: ECRPages(image: page.name)].add(page, listed: page.read(into: &report))
  }
  for key in order { images[key]?.noteMissing(in: &report) }
}

/// What the answers about one image say of its findings in total.
private struct ECRPages {
  let image: String
  private var (listed, counted) = (0, 0)
  private var isCutOff = false

  init(image: String) { self.image = image }

  mutating func add(_ page: ECRPage, listed: Int) throws(Diagnostic) {
    self.listed += listed
    counted = max(counted, try page.counted)
    isCutOff = page.isCutOff
  }

  /// Marks the report as incomplete if it does not hold all findings of the image.
  func noteMissing(in report: inout ReportBuilder) {
    if isCutOff {
      report.fail("the findings of \(image) are incomplete: they end before the last page")
    } else if listed < counted {
      report.fail("Amazon ECR counts \(counted) findings of \(image), but the report lists \(listed)")
    }
  }
}
