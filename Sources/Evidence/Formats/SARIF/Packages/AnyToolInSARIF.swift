import Documents
import Model

// Where tools write packages so plainly that the tool's name need not be known: a purl, the fields of a message in lines
// (Trivy, Sysdig, Docker Scout), and properties named for them (Black Duck).

/// What the rule of any tool says: purls and fixed versions in its properties (Grype, Docker Scout).
func rulePackages(_ rule: SARIFRuleTexts) -> SARIFRulePackage {
  guard let properties = rule.properties else { return SARIFRulePackage() }
  var said = SARIFRulePackage()
  for key in ["purl", "purls"] { said.packages += purls(properties[member: key]).map { SARIFPackage(purl: $0) } }
  said.fixedVersions = fixes(in: text(properties, fixedNames))
  return said
}

/// The package of a result of any tool; nil if it names none.
func packageOfAnyTool(_ result: SARIFResultTexts, _ rule: SARIFRulePackage) -> SARIFPackage? {
  if let fields = result.fields, let package = package(in: fields) { return package }
  if let name = result.logicalName, name.hasPrefix("pkg:") { return SARIFPackage(purl: name) }
  if let properties = result.result?["properties"], let package = package(in: properties) { return package }
  guard var only = rule.only else { return nil }
  only.fixedVersions = only.fixedVersions ?? rule.fixedVersions
  return only
}

private func package(in fields: MessageFields) -> SARIFPackage? {
  guard let name = fields["package", "package name", "pkgname"] else { return nil }
  let isPURL = name.hasPrefix("pkg:")
  var package = SARIFPackage(
    purl: isPURL ? name : nil, ecosystem: fields["package type", "type"], name: isPURL ? nil : name,
    version: fields["installed version", "version"])
  package.fixedVersions = fixes(in: fields["fixed version", "fix version", "fixed versions", "fix"])
  package.ids = fields.all("vulnerability").flatMap(vulnerabilities(in:))
  package.pathInImage = fields["package path"]
  return package
}

private func package(in properties: JSONValue) -> SARIFPackage? {
  if let inner = properties[member: "package"] ?? properties[member: "component"], inner.kind == .object {
    guard let name = inner[member: "name"]?.text ?? purls(inner[member: "purl"]).first else { return nil }
    let purl = purls(inner[member: "purl"]).first
    var package = SARIFPackage(
      purl: purl, ecosystem: text(inner, ecosystemNames), name: name == purl ? nil : name,
      version: text(inner, versionNames))
    package.fixedVersions = fixes(in: text(inner, fixedNames) ?? text(properties, fixedNames))
    return package
  }
  let purl = ["purl", "purls"].lazy.flatMap { purls(properties[member: $0]) }.first
  let name = text(properties, packageNames)
  guard purl != nil || name != nil else { return nil }
  var package = SARIFPackage(
    purl: purl, ecosystem: text(properties, ecosystemNames), name: name, version: text(properties, versionNames))
  package.fixedVersions = fixes(in: text(properties, fixedNames))
  return package
}

private let packageNames = ["packageName", "package_name", "package", "component", "componentName", "libraryName"]
private let versionNames = [
  "packageVersion", "package_version", "installedVersion", "installed_version", "componentVersion", "libraryVersion",
  "version",
]
private let ecosystemNames = ["ecosystem", "packageManager", "package_manager", "packageType", "componentOrigin"]
private let fixedNames = [
  "fixedVersion", "fixed_version", "fixedVersions", "fixed_versions", "fixVersion", "fix_version",
]

/// The first of the members that is a text or a list of texts; a list is joined by commas.
private func text(_ properties: JSONValue, _ names: [String]) -> String? {
  for name in names {
    guard let value = properties[member: name] else { continue }
    if let text = value.scalar, !text.isEmpty { return text }
    let texts = strings(value)
    if !texts.isEmpty { return texts.joined(separator: ", ") }
  }
  return nil
}

private func purls(_ value: JSONValue?) -> [String] {
  guard let value else { return [] }
  return (value.text.map { [$0] } ?? strings(value)).filter { $0.hasPrefix("pkg:") }
}

private func strings(_ value: JSONValue) -> [String] {
  guard value.kind == .array else { return [] }
  do { return try value.elements().compactMap(\.text) } catch { return [] }
}
