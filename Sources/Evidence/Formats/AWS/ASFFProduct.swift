import Documents

/// The product that reported a finding: an AWS service, or another tool that sends its findings to Security Hub.
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

  /// Whether each finding has its own id. Trivy's template gives one id to all findings of a rule in a target.
  var hasDistinctIds: Bool { name != "Trivy" }
}

/// The product in an ARN: `guardduty` of `arn:aws:securityhub:eu-west-1::product/aws/guardduty`.
private func lastPart(_ arn: String) -> String? { arn.split(separator: "/").last.map(String.init) }
