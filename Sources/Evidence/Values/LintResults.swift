import Model

/// The severity words of linters, most of whose results are about style and correctness: an error is `medium` and what
/// is only worth knowing is `none`.
let lintSeverities: [String: Severity?] = [
  "error": .medium, "fatal": .medium, "warning": .low, "warn": .low, "info": Severity.none,
  "information": Severity.none, "informational": Severity.none, "notice": Severity.none, "note": Severity.none,
  "style": Severity.none, "help": Severity.none, "hint": Severity.none, "off": Severity.none,
]

/// The severity words of analysers whose results are about security, as SARIF's levels are read.
let analyserSeverities: [String: Severity?] = [
  "error": .high, "warning": .medium, "info": .low, "informational": .low, "notice": .low, "note": .low,
]

extension Observation.Kind {
  /// The kind of a linter's result, from the name of its rule: plugins for security name their rules so
  /// (`security/detect-eval`, `WordPress.Security.EscapeOutput`), as do those for secrets, whose messages quote them.
  init(ofLintRule rule: String) {
    let name = rule.lowercased()
    if name.contains("secret") {
      self = .secret
    } else if name.contains("security") || name.hasPrefix("gosec") || name.hasPrefix("no-unsanitized/") {
      self = .sast
    } else {
      self = .quality
    }
  }
}
