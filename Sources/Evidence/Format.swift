import Documents
import Model

/// One kind of scanner report: how to know it and how to read it. Each is one file in `Formats/` and one line in `Format.all`.
package struct Format: Sendable {
  /// What `--format` takes: the tool's own lower-case name.
  package let name: String
  /// What it is, for people.
  package let title: String
  /// How it is recognised, in words; printed by `--list-formats`.
  package let mark: String
  /// What its observations can be.
  package let kinds: Set<Observation.Kind>
  /// The scanner's severity words, lower-cased, in our bands; a word that means "not rated" maps to nil.
  package let severities: [String: Severity?]
  /// Whether these bytes are this format. Looks at a few keys near the root only.
  package let recognises: @Sendable (JSONValue) -> Bool
  /// Adds everything the report says. Throws where the report is not what the format promises: a report is read in full or not at all.
  package let read: @Sendable (JSONValue, inout Report) throws(Diagnostic) -> Void

  package init(
    name: String, title: String, mark: String, kinds: Set<Observation.Kind>, severities: [String: Severity?],
    recognises: @escaping @Sendable (JSONValue) -> Bool,
    read: @escaping @Sendable (JSONValue, inout Report) throws(Diagnostic) -> Void
  ) {
    (self.name, self.title, self.mark, self.kinds, self.severities) = (name, title, mark, kinds, severities)
    (self.recognises, self.read) = (recognises, read)
  }
}

extension Format {
  /// Every format, by name. A reader that is not listed here does not exist; a test compares this list with the folder.
  package static let all: [Format] = [
    bandit,
    checkov,
    gitleaks,
    grype,
    npmAudit,
    osvScanner,
    pipAudit,
    pnpmAudit,
    sarif,
    semgrep,
    snyk,
    trivy,
  ]
}
