import Documents
import Model

extension Reporter {
  /// Workflow commands that GitHub Actions turns into annotations on the lines of the change.
  package static let github = Reporter(name: "github", summary: "annotations in a GitHub Actions log") { decision, _ in
    let errors = decision.errors.map { Annotation("error", $0) } + decision.gaps.map(Annotation.init(gap:))
      + decision.blocking.map { Annotation("error", $0) }
    let warnings = decision.warnings.map { Annotation("warning", $0) } + decision.warned.map { Annotation("warning", $0) }
    let lines = capped(errors, "error", "more that keep this change from passing")
      + capped(warnings, "warning", "more warnings") + [workflowText("gatehouse: \(decision.verdict.rawValue), \(decision.headline)")]
    return lines.joined(separator: "\n") + "\n"
  }
}

/// GitHub keeps ten annotations of a kind and step; the tenth then says how many were left out.
private let perKind = 10

private func capped(_ all: [Annotation], _ kind: String, _ more: String) -> [String] {
  guard all.count > perKind else { return all.map(\.command) }
  let rest = all.count - perKind + 1
  return all.prefix(perKind - 1).map(\.command) + ["::\(kind)::\(grouped(rest)) \(more); see the job summary or the JSON"]
}

/// One workflow command, escaped as the runner unescapes it (actions/toolkit, packages/core/src/command.ts).
private struct Annotation {
  var kind: String
  var file: String?
  var line: Int?
  var title: String
  var message: String

  init(_ kind: String, _ judgement: Judgement) {
    let location = judgement.risk.finding.location
    (self.kind, file, line) = (kind, location.path, location.startLine)
    title = "\(judgement.risk.finding.severity.name): \(judgement.what)"
    let owners = judgement.risk.owners.heading.who
    message = ([judgement.since, "owner \(owners)"] + judgement.facts + judgement.rules + judgement.considered).joined(separator: " · ")
  }

  init(_ kind: String, _ diagnostic: Diagnostic) {
    (self.kind, file, line) = (kind, diagnostic.place?.file, diagnostic.place?.line)
    (title, message) = (diagnostic.code.rawValue, [diagnostic.text, diagnostic.help].compactMap { $0 }.joined(separator: " · "))
  }

  init(gap: Gap) {
    self.init("error", gap.reason)
    (file, line) = (gap.at.file, gap.at.line)
  }

  var command: String {
    var properties: [String] = []
    if let file, isRepositoryPath(file) {
      properties.append("file=\(workflowProperty(file))")
      if let line, line > 0 { properties.append("line=\(line)") }
    }
    properties.append("title=\(workflowProperty(title.clipped(to: 200)))")
    return "::\(kind) \(properties.joined(separator: ","))::\(workflowText(message.clipped(to: 900)))"
  }
}

/// GitHub shows an annotation at a file only for a path below the repository root.
func isRepositoryPath(_ path: String) -> Bool {
  !path.isEmpty && !path.hasPrefix("/") && !path.hasPrefix("./") && !path.contains("://") && !path.contains("<")
    && !path.split(separator: "/", omittingEmptySubsequences: false).contains("..")
    && !(path.utf8.count > 1 && path.utf8.dropFirst().first == UInt8(ascii: ":"))
}

/// `##[` and `##vso[` are commands wherever they stand in a line, in older runners and in Azure's.
private func workflowText(_ text: String) -> String {
  replacing(text.inert(), ["%": "%25", "\r": "%0D", "\n": "%0A", "#": "#"]).splittingLegacyMarkers
}

private func workflowProperty(_ text: String) -> String {
  replacing(text.inert(), ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"]).splittingLegacyMarkers
}

extension String {
  fileprivate var splittingLegacyMarkers: String {
    var result = "", last: Character?
    for character in self {
      // A space after the first `#` takes the marker apart and leaves the text legible.
      if last == "#", character == "#" { result.append(" ") }
      result.append(character)
      last = character
    }
    return result
  }
}

func replacing(_ text: String, _ table: [Character: String]) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for character in text { if let other = table[character] { result += other } else { result.append(character) } }
  return result
}
