extension SARIFPackageReader {
  /// Clair's action for GitHub: https://github.com/quay/clair-action, templates/sarif.tpl: "[openssl - 3.0.11-1 - High] …".
  static let clair = SARIFPackageReader(
    tools: ["clair"],
    ofResult: { result, _ in
      guard result.message.hasPrefix("["), let parts = result.message.between("[", "]")?.split(separator: " - "),
        parts.count == 3
      else { return nil }
      var package = SARIFPackage(name: String(parts[0]), version: String(parts[1]))
      package.severity = String(parts[2])
      return package
    })
}
