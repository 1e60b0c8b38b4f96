import Evidence
import Model
import Reports

// What is known of the formats, three times from the same data: for people at a terminal, for programs, and as the page
// `docs/formats.md`.

/// The formats as a terminal shows them: name, what it is, how it is recognised, which facts it carries.
package func formatList(_ canvas: Canvas) -> String {
  let entries = Format.all.map { format in
    Listing.Entry(
      name: format.name, title: format.title, note: format.kindsInWords,
      facts: [("known by", format.signature), ("can say", format.factsInWords)])
  }
  return Listing(entries).text(canvas)
    + "\(entries.count) formats; a report's bytes tell which it is of\n"
}

/// One format a line: name, kinds, what it is, how it is recognised, which facts it carries, tab between.
package func formatLines() -> String {
  Format.all.map { format in
    [format.name, format.kindsInWords, format.title, format.signature, format.factsInWords].joined(separator: "\t") + "\n"
  }.joined()
}

/// The page `docs/formats.md`.
package func formatPage() -> String {
  """
  # Report formats

  Gatehouse reads \(Format.all.count) formats, and knows each by a few names near its root; none is told by the name of the file. A report
  that fits none, or more than one, is refused; `--format NAME` says which it is. `gatehouse normalize --list-formats` prints
  this, one format a line where it is piped. The page is printed from the code (`make docs`), and a test holds the two together.

  ## By kind

  The kinds are those that a policy asks for. A format stands with each kind that its results can be of.

  | kind | what was looked at | formats |
  |---|---|---|
  \(kindRows)

  ## What each is known by

  | format | what it is | known by |
  |---|---|---|
  \(Format.all.map { "| `\($0.name)` | \($0.title) | \($0.signature) |" }.joined(separator: "\n"))

  ## What each can say

  Besides its rule, its title and its place in the report. What a format can say a report of it need not say; what no report
  says is unknown, and never guessed. Held to the formats' own examples by a test.

  | format | \(Capability.allCases.map(\.rawValue).joined(separator: " | ")) |
  |---|\(Capability.allCases.map { _ in ":-:|" }.joined())
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
  "| `\(format.name)` | " + Capability.allCases.map { format.provides.contains($0) ? "•" : "" }.joined(separator: " | ") + " |"
}

extension Format {
  fileprivate var kindsInWords: String {
    kinds == Set(Observation.Kind.allCases) ? "any kind" : kinds.sorted().map(\.rawValue).joined(separator: ", ")
  }

  fileprivate var factsInWords: String {
    Capability.allCases.filter(provides.contains).map(\.rawValue).joined(separator: ", ")
  }
}

extension Observation.Kind {
  /// What is looked at, in a few words.
  fileprivate var subject: String {
    switch self {
    case .sast: "source code, by its text"
    case .sca: "the packages that the code asks for"
    case .container: "the packages in an image"
    case .iac: "the description of infrastructure, or the infrastructure itself"
    case .secret: "keys, tokens and passwords that lie open"
    case .dast: "the running application, from outside"
    case .iast: "the running application, from inside"
    case .pentest: "whatever people found who tried to break in"
    case .license: "the terms of packages"
    case .quality: "style, upkeep and age"
    }
  }
}
