import Documents
import Model

extension SARIFPackageReader {
  /// govulncheck: https://github.com/golang/vuln, internal/sarif. The message names packages or modules in parentheses;
  /// the module's version is in the steps of the code flows. There is one result for each vulnerability.
  static let govulncheck = SARIFPackageReader(
    tools: ["govulncheck"],
    ofResult: { result, _ in
      guard let names = result.message.between("(", ")"), !names.contains(" "), !names.isEmpty else { return nil }
      let module = result.result.flatMap { providingModule(in: $0, of: names) }
      // A package of the standard library has no dot in the first part of its path.
      let isStandard = names.split(separator: "/").first?.contains(".") != true
      return SARIFPackage(
        ecosystem: "go", name: module?.name ?? (isStandard ? "stdlib" : names), version: module?.version)
    })

  /// The module of a package, from the steps of all flows: `github.com/tidwall/gjson@v1.6.5`.
  private static func providingModule(in result: JSONValue, of name: String) -> SARIFPackage? {
    do throws(Diagnostic) {
      for codeFlow in try result.list("codeFlows") {
        for flow in try codeFlow.list("threadFlows") {
          for step in try flow.list("locations") {
            guard let module = step.text("module").flatMap({ SARIFPackage(nameAtVersion: $0) }), let path = module.name
            else { continue }
            if name == path || name.hasPrefix(path + "/") || path == "stdlib" && !name.contains(".") { return module }
          }
        }
      }
      return nil
    } catch { return nil }
  }
}
