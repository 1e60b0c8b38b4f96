import Documents
import Model

extension SARIFPackageReader {
  /// Snyk Open Source and Snyk Container: https://github.com/snyk/cli, src/lib/formatters. The package is the name of a
  /// logical location, `lodash@4.17.11`; the CVEs begin the rule's description, `(CVE-2019-10744) lodash@4.17.11`; the
  /// rule's tags end with the package manager; the fixed versions are in the rule's help.
  static let snyk = SARIFPackageReader(
    tools: ["snyk"],
    ofRule: { rule in
      var said = SARIFRulePackage()
      if let text = rule.description, text.hasPrefix("("), let names = text.between("(", ")") {
        said.ids = vulnerabilities(in: names)
      }
      said.ecosystem = rule.tags.last(where: isEcosystem)
      said.fixes = rule.help.map(versionsByName) ?? [:]
      return said
    },
    ofResult: { result, rule in
      let named = result.logicalName.flatMap { SARIFPackage(nameAtVersion: $0, ecosystem: rule.ecosystem) }
      let inMessage = result.message.between("introduces a vulnerable ", " package with").map {
        SARIFPackage(ecosystem: rule.ecosystem, name: $0)
      }
      guard var package = named ?? inMessage, let name = package.name else { return nil }
      package.fixedVersions = rule.fixes[name] ?? result.result.flatMap { ownFixes($0, of: name) }
      return package
    })

  /// The versions in "Upgrade `lodash` to version 4.17.12, 5.0.0 or higher." and "There is no fixed version for `lodash`."
  private static func versionsByName(_ help: String) -> [String: [String]] {
    var fixes: [String: [String]] = [:]
    for line in help.split(separator: "\n") {
      if line.hasPrefix("Upgrade "), let start = line.firstRange(of: "` to version "),
        let name = line[..<start.lowerBound].split(separator: "`").last
      {
        let list = line[start.upperBound...]
        let end = list.firstRange(of: " or ")?.lowerBound ?? list.endIndex
        fixes[String(name)] = commaSeparated(String(list[..<end]))
      } else if line.hasPrefix("There is no fixed version for "),
        let name = line.split(separator: "`").last(where: { $0 != "." })
      {
        fixes[String(name)] = fixes[String(name)] ?? []
      }
    }
    return fixes
  }

  /// The versions of the fixes, "Upgrade to lodash@4.17.12", that upgrade the package itself and not one that needs it.
  private static func ownFixes(_ result: JSONValue, of name: String) -> [String]? {
    guard let fixes = result["fixes"], fixes.kind == .array else { return nil }
    do throws(Diagnostic) {
      let targets = try fixes.elements().compactMap { fix in
        fix["description"]?.text("text")?.between("pgrade to ", nil).flatMap { SARIFPackage(nameAtVersion: $0) }
      }
      let versions = targets.filter { $0.name == name }.compactMap(\.version)
      return versions.isEmpty ? nil : versions.distinct
    } catch { return nil }
  }
}
