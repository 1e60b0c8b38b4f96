import Model

extension Format {
  /// The names of scanners that a policy may mention. A misspelt name is an error, because no report could meet the
  /// requirement.
  package static let toolNames = all.map(\.name).filter { $0 != sarif.name } + toolsInSharedFormats

  /// The name by which policies call a tool, given the tool's own name; nil when no scanner is called so.
  package static func toolName(of own: String) -> String? {
    toolNames.filter { isTool(own, $0) }.max { $0.utf8.count < $1.utf8.count }
  }

  /// Whether any tool may write in this format.
  var isShared: Bool { Format.shared.contains { $0.name == name } }

  private static let shared = [
    sarif, gitlab, githubCodeScanning, gitlabCodeQuality, checkstyle, cyclonedx, generic,
  ]

  /// The default meaning of the severity words of a scanner, in lower case: those of its own format and those of the
  /// formats in which any tool may write.
  package static func defaultSeverities(of tool: String) -> [(format: String, words: [String: Severity?])] {
    (all.filter { $0.name == tool } + shared.filter { $0.name != tool }).map { ($0.name, $0.severities) }
  }

}

extension KnownScanners {
  /// All that is known of scanners, derived from the list of formats.
  package static let all = KnownScanners(
    names: Format.toolNames, sharedFormats: Format.all.filter(\.isShared).map(\.name), severityWords: severityWords,
    kinds: Dictionary(uniqueKeysWithValues: Format.toolNames.compactMap { name in kinds(of: name).map { (name, $0) } }),
    undated: Set(
      Format.toolNames.filter { name in
        let own = ownFormats(of: name)
        return !own.isEmpty && !own.contains { $0.provides.contains(.scanTime) }
      }))

  private static let severityWords: [String: [String]] = Dictionary(
    (Format.toolNames + ["*"]).map { tool in
      (tool, Set(Format.defaultSeverities(of: tool).flatMap(\.words.keys)).sorted())
    } + Format.all.filter(\.isShared).map { ($0.name, $0.severities.keys.sorted()) },
    uniquingKeysWith: { own, _ in own })

  /// What its own formats can contain, and what it reports in SARIF. Nil for a tool without a format of its own, and for a
  /// format in which any tool may write.
  private static func kinds(of name: String) -> Set<Observation.Kind>? {
    let own = ownFormats(of: name)
    guard !own.isEmpty else { return nil }
    return own.reduce(into: Set([SARIFTool(name: name).kind].compactMap(\.self))) { $0.formUnion($1.kinds) }
  }

  /// The formats that reports of a scanner of this name may have, apart from those that any tool may write: `veracode` also
  /// means `veracode-sca`.
  private static func ownFormats(of name: String) -> [Format] {
    Format.all.filter { format in
      isTool(format.name, name) && !format.isShared
    }
  }
}
