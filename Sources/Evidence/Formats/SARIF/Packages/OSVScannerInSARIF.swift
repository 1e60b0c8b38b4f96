extension SARIFPackageReader {
  /// OSV-Scanner: https://github.com/google/osv-scanner, internal/output/sarif.go. The message is "Package 'name@version'
  /// is vulnerable to 'ID' (also known as 'ID', 'ID').", and the fixed versions are in a table of the rule's help.
  static let osvScanner = SARIFPackageReader(
    tools: ["osv-scanner"],
    ofRule: { rule in
      var said = SARIFRulePackage()
      let columns = ["package name", "fixed version"]
      for row in rule.help.map({ rows(inMarkdown: $0, columns: columns) }) ?? [] {
        guard let first = row[1].utf8.first, (48...57).contains(first) || row[1].hasPrefix("v") else { continue }
        said.fixes[row[0], default: []].append(row[1])
      }
      said.fixes = said.fixes.mapValues(\.distinct)
      return said
    },
    ofResult: { result, rule in
      guard let name = result.message.between("Package '", "' is vulnerable to '"),
        var package = SARIFPackage(nameAtVersion: name), let names = result.message.between("' is vulnerable to", nil)
      else { return nil }
      package.ids = quoted(in: names).compactMap { vulnerability($0) }
      package.fixedVersions = package.name.flatMap { rule.fixes[$0] }
      return package
    })
}
