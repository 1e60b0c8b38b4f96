import Documents

extension SARIFPackageReader {
  /// JFrog Xray: https://github.com/jfrog/jfrog-cli-security, utils/results/conversion/sarifparser. The rule's short
  /// description is "[CVE-2024-1] lodash 4.17.11"; the message names the direct dependency that leads to it. The fixed
  /// versions are a property of the result.
  static let xray = SARIFPackageReader(
    tools: ["xray"],
    ofRule: { rule in
      var said = SARIFRulePackage()
      guard let summary = rule.summary, let names = summary.between("[", "]"), let rest = summary.between("] ", nil)
      else { return said }
      said.ids = vulnerabilities(in: names)
      // The name of a watch may follow in parentheses.
      var words = (rest.between("", " (") ?? rest).split(separator: " ")
      // "[MIT] in lodash 4.17.11" is about a licence.
      let isLicense = words.first == "in"
      if isLicense { words.removeFirst() }
      guard words.count >= 2, let version = words.last else { return said }
      var package = SARIFPackage(name: words.dropLast().joined(separator: " "), version: String(version))
      if isLicense { package.kind = .license }
      said.packages = [package]
      return said
    },
    ofResult: { result, rule in
      guard var package = rule.only else { return nil }
      package.fixedVersions = fixes(in: result.result?["properties"]?[member: "fixedVersion"]?.text)
      package.isFileUnknown = result.path?.hasSuffix("Package-Descriptor") == true
      let logical = result.result?["locations"]?.firstElement?["logicalLocations"]?.firstElement
      if logical?["kind"]?.equals("layer") == true {
        (package.kind, package.layer) = (.container, logical?.text("name") ?? logical?.text("fullyQualifiedName"))
      }
      return package
    })
}
