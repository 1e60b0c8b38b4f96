import Model

extension Format {
  /// The names of scanners that a policy may mention. A misspelt name is an error, because no report could meet the
  /// requirement.
  package static let toolNames = all.map(\.name).filter { $0 != sarif.name } + toolsInSharedFormats

  /// The name by which policies call a tool, given the tool's own name; nil when no scanner is called so.
  package static func toolName(of own: String) -> String? {
    Model.toolNames(of: own).first(where: toolNamesInAnyOrder.contains)
  }

  private static let toolNamesInAnyOrder = Set(toolNames)

  /// Whether any tool may write in this format.
  var isShared: Bool { Format.namesOfShared.contains(name) }

  fileprivate static let shared = [
    sarif, gitlab, githubCodeScanning, gitlabCodeQuality, checkstyle, cyclonedx, generic,
  ]
  private static let namesOfShared = Set(shared.map(\.name))

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
    kinds: kinds, undated: undated)

  private static let severityWords: [String: [String]] = {
    let shared = Set(Format.shared.flatMap(\.severities.keys))
    let own = Format.all.map { ($0.name, shared.union($0.severities.keys)) }
    var words = Dictionary(uniqueKeysWithValues: own + [("*", shared)])
    // No scanner is called `sarif`, so it stands for the format alone.
    words[Format.sarif.name] = Set(Format.sarif.severities.keys)
    return words.mapValues { $0.sorted() }
  }()

  /// What a scanner's own formats can contain, and what it reports in SARIF.
  private static let kinds: [String: Set<Observation.Kind>] = Dictionary(
    uniqueKeysWithValues: ownFormats.map { name, own in
      (name, own.reduce(into: Set([SARIFTool(name: name).kind].compactMap(\.self))) { $0.formUnion($1.kinds) })
    })

  private static let undated = Set(
    ownFormats.lazy.filter { !$0.value.contains { $0.provides.contains(.scanTime) } }.map(\.key))

  /// The formats that reports of a scanner may have, by its name, apart from those that any tool may write: `veracode` also
  /// means `veracode-sca`. A scanner without a format of its own is not listed.
  private static let ownFormats: [String: [Format]] = {
    let names = Set(Format.toolNames)
    var formats: [String: [Format]] = [:]
    for format in Format.all where !format.isShared {
      for name in Set(Model.toolNames(of: format.name)).intersection(names) {
        formats[name, default: []].append(format)
      }
    }
    return formats
  }()
}
