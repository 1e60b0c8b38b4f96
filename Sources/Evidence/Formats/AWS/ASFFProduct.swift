import Documents

/// Who found it: a service of AWS, or another tool that gives its findings to Security Hub.
struct ASFFProduct {
  let name: String
  let version: String?

  init(of finding: JSONValue) {
    let fields = finding["ProductFields"]
    name =
      finding.stated("ProductName") ?? fields?.stated("aws/securityhub/ProductName") ?? fields?.stated("ProviderName")
      ?? fields?.stated("Product Name") ?? finding.stated("ProductArn").flatMap(lastPart) ?? "AWS Security Hub"
    version = fields?.stated("ProviderVersion") ?? fields?.stated("aws/inspector/ProductVersion")
  }

  /// Trivy's template gives one id to all that it finds of one rule in one target.
  var hasDistinctIds: Bool { name != "Trivy" }
}

/// `arn:aws:securityhub:eu-west-1::product/aws/guardduty`.
private func lastPart(_ arn: String) -> String? { arn.split(separator: "/").last.map(String.init) }
