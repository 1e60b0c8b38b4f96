import Documents
import Model

/// How one tool writes packages into SARIF.
struct SARIFPackageReader: Sendable {
  /// Words in the tool's name, in lower case.
  let tools: [String]
  /// Whether the tool has other results too, so that only a package tells which ones are about dependencies.
  var isMixed = false
  /// What the tool writes in the rule, which many results may share. It is read once for each rule.
  var ofRule: @Sendable (SARIFRuleTexts) -> SARIFRulePackage = { _ in SARIFRulePackage() }
  /// The package of a result; nil if the tool names none there.
  let ofResult: @Sendable (SARIFResultTexts, SARIFRulePackage) -> SARIFPackage?

  /// The readers of all tools that do not write what `anyTool` reads.
  static let all: [SARIFPackageReader] = [
    .anchore, .cargoAudit, .cargoDeny, .checkov, .clair, .govulncheck, .grype, .osvScanner, .snyk, .xray,
  ]

  /// - Parameter tool: the name of the tool in lower case.
  static func reader(of tool: String) -> SARIFPackageReader? {
    all.first { reader in reader.tools.contains { tool.contains($0) } }
  }
}

/// What a rule says of packages.
struct SARIFRulePackage {
  /// The packages that the rule names.
  var packages: [SARIFPackage] = []
  /// The fixed versions of each package by name.
  var fixes: [String: [String]] = [:]
  /// The fixed versions of the only package.
  var fixedVersions: [String]?
  var ids: [String] = []
  var ecosystem: String?

  /// The package, if the rule names only one: a rule for a vulnerability may name all packages that have it.
  var only: SARIFPackage? { packages.count == 1 ? packages[0] : nil }
}

/// Finds the packages of the results of a run. It is a class so that all results share its caches.
final class SARIFPackages {
  let reader: SARIFPackageReader?
  private let purls = StatedPURLs()
  private var ofRules: [ObjectIdentifier: (own: SARIFRulePackage, any: SARIFRulePackage)] = [:]

  init(tool: String) { reader = SARIFPackageReader.reader(of: tool.lowercased()) }

  /// The package of a result; nil if it names none.
  func package(_ result: SARIFResultTexts, of rule: SARIFRule?) -> SARIFPackage? {
    guard let rule else { return package(result, nil) }
    if let known = ofRules[ObjectIdentifier(rule)] { return package(result, known.own, known.any) }
    let texts = SARIFRuleTexts(rule)
    let said = (reader?.ofRule(texts) ?? SARIFRulePackage(), rulePackages(texts))
    ofRules[ObjectIdentifier(rule)] = said
    return package(result, said.0, said.1)
  }

  /// The package of an alert's message.
  func package(_ result: SARIFResultTexts, _ rule: SARIFRuleTexts?) -> SARIFPackage? {
    let own = rule.flatMap { reader?.ofRule($0) } ?? SARIFRulePackage()
    return package(result, own, rule.map(rulePackages) ?? SARIFRulePackage())
  }

  private func package(
    _ result: SARIFResultTexts, _ own: SARIFRulePackage, _ any: SARIFRulePackage
  ) -> SARIFPackage? {
    guard var found = reader?.ofResult(result, own) ?? packageOfAnyTool(result, any) else { return nil }
    if found.ecosystem == nil, found.purl == nil { found.ecosystem = result.path.flatMap(ecosystem(ofFile:)) }
    found.ids = (found.ids + own.ids).distinct
    return found
  }

  func component(of package: SARIFPackage) -> Component? { package.component(in: purls) }
}
