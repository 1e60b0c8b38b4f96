import Evidence
import Model
import Reports

// The table of report formats in three forms: for people, for programs, and as the page `docs/formats.md`.

/// The report formats for people: name, description, how a report is detected, and what it can provide.
package func formatList(_ canvas: Canvas) -> String {
  let entries = Format.all.map { format in
    Listing.Entry(
      name: format.name, title: format.title, note: format.kindsInWords,
      facts: [("recognised by", format.signature), ("provides", format.factsInWords)])
  }
  return Listing(entries).text(canvas)
    + "\(entries.count) formats; each report is recognised by its content\n"
}

/// The report formats for programs, one per line with tabs between the fields: name, kinds,
/// description, detection, contents.
package func formatLines() -> String {
  Format.all.map { format in
    [format.name, format.kindsInWords, format.title, format.signature, format.factsInWords].joined(separator: "\t")
      + "\n"
  }.joined()
}

/// The report formats as the page `docs/formats.md`.
package func formatPage() -> String {
  """
  # Report formats

  Gatehouse reads \(Format.all.count) formats. It recognises each by a few names near the root of the report, never by the name of the
  file. A report that fits no format, or more than one, is refused; `--input-format NAME` says how it is to be read. A report may be
  one document, an array, JSON lines or documents one after the other, also after lines of a log, in UTF-8 or UTF-16. XML that
  declares entities is refused. [Readings](readings.md) says where other importers count differently.
  `gatehouse normalize --list-formats` prints the same, one format per line where it is piped. This page is printed from the
  code (`make docs`), and a test compares the two.

  ## By kind

  A policy requires evidence by kind. A format is listed with each kind that its results can have.

  | kind | what is examined | formats |
  |---|---|---|
  \(kindRows)

  ## How each is recognised

  | format | what it is | recognised by |
  |---|---|---|
  \(Format.all.map { "| `\($0.name)` | \($0.title) | \($0.signature) |" }.joined(separator: "\n"))

  ## What each can provide

  Besides the rule, the title and the position in the report. A single report may provide less; what it does not state is
  unknown and never guessed. A test compares this table with the examples of each format.

  | format | \(Format.Capability.allCases.map(\.rawValue).joined(separator: " | ")) |
  |---|\(Format.Capability.allCases.map { _ in ":-:|" }.joined())
  \(Format.all.map(factRow).joined(separator: "\n"))

  """
}

private var kindRows: String {
  Observation.Kind.allCases.map { kind in
    let names = Format.all.filter { $0.kinds.contains(kind) }.map { "`\($0.name)`" }.joined(separator: ", ")
    return "| `\(kind.rawValue)` | \(kind.subject) | \(names) |"
  }.joined(separator: "\n")
}

private func factRow(_ format: Format) -> String {
  let cells = Format.Capability.allCases.map { format.provides.contains($0) ? "•" : "" }
  return "| `\(format.name)` | \(cells.joined(separator: " | ")) |"
}

extension Format {
  fileprivate var kindsInWords: String {
    kinds == Set(Observation.Kind.allCases) ? "any kind" : kinds.sorted().map(\.rawValue).joined(separator: ", ")
  }

  fileprivate var factsInWords: String {
    Format.Capability.allCases.filter(provides.contains).map(\.rawValue).joined(separator: ", ")
  }
}

extension Observation.Kind {
  /// What scanners of this kind examine.
  fileprivate var subject: String {
    switch self {
    case .sast: "source code, without running it"
    case .sca: "the packages that the code depends on"
    case .container: "the packages in a container image"
    case .iac: "infrastructure, as described or as deployed"
    case .secret: "keys, tokens and passwords in files"
    case .dast: "the running application, from outside"
    case .iast: "the running application, from inside"
    case .pentest: "what people find by trying to break in"
    case .license: "the licences of packages"
    case .quality: "style, maintenance and age"
    }
  }
}
