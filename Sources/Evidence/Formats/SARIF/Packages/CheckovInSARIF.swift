extension SARIFPackageReader {
  /// Checkov's scan of packages: https://github.com/bridgecrewio/checkov, checkov/common/output/sarif.py. A rule's id is
  /// `CVE-2020-8203_lodash@4.17.15`, with an underscore for each space.
  static let checkov = SARIFPackageReader(
    tools: ["checkov", "prisma cloud"], isMixed: true,
    ofRule: { rule in
      var said = SARIFRulePackage()
      guard let name = vulnerabilities(in: rule.id).first, rule.id.hasPrefix(name + "_") else { return said }
      said.packages = [SARIFPackage(nameAtVersion: rule.id.dropFirst(name.count + 1))].compactMap(\.self)
      return said
    },
    ofResult: { _, rule in rule.only })
}
