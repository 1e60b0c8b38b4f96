import Console
import Model

extension Reporter {
  /// Workflow commands that GitHub Actions turns into annotations on source lines.
  package static let github = Reporter(
    name: "github", summary: "annotations in a GitHub Actions log", channel: .runnerCommands
  ) { decision, canvas, sink in
    let perKind = canvas.shown(GitHubLimit.perKind)
    let errors =
      decision.errors.prefix(perKind).map { Annotation("error", $0) }
      + decision.gaps.prefix(perKind).map(Annotation.init(gap:))
      + decision.blocking.prefix(perKind).map { Annotation("error", $0, in: decision) }
    let warnings =
      decision.notices.prefix(perKind).map { Annotation("warning", $0) }
      + decision.warned.prefix(perKind).map { Annotation("warning", $0, in: decision) }
    let others = (errors: decision.errors.count + decision.gaps.count, warnings: decision.notices.count)
    let lines =
      capped(errors, to: perKind, besides: others.errors, decision, .deny)
      + capped(warnings, to: perKind, besides: others.warnings, decision, .warn)
      + decision.logActions(limit: perKind) + ["gatehouse: \(decision.verdict.rawValue), \(decision.headline)"]
    sink.append(lines.joined(separator: "\n") + "\n")
  }
}

private enum GitHubLimit {
  /// GitHub keeps ten annotations of each kind per step.
  static let perKind = 10
}

extension Decision {
  /// What makes the change pass, as lines of the log: annotations say only what is wrong.
  fileprivate func logActions(limit: Int) -> [String] {
    guard verdict != .pass else { return [] }
    let lead = verdict == .fail ? "to pass" : "to get an answer"
    let shown = actions.prefix(limit).map { action in
      let texts = [action.text] + [action.alternative].compactMap(\.self)
      return "\(lead): \(escaped(texts.joined(separator: ", or ").displayText(limit: 300), isProperty: false))"
    }
    let rest = actions.count - shown.count
    return shown
      + (rest == 0 ? [] : ["\(lead): \(plural(rest, "more action")); see the job summary, the JSON, or --all"])
  }
}

/// The first annotations of a kind. When there are more than `limit`, the last one states how many were left out: other things,
/// which come first, and findings by newness.
private func capped(
  _ first: [Annotation], to limit: Int, besides others: Int, _ decision: Decision, _ effect: Effect
) -> [String] {
  let findings = decision.judged(effect)
  guard others + findings.count > limit else { return first.map(\.command) }
  let shown = limit - 1
  let cut = [
    others > shown ? "\(grouped(others - shown)) more that are no findings" : "",
    findings.isEmpty ? "" : decision.leftOut(findings.dropFirst(max(0, shown - others))),
  ]
  let kind = effect == .deny ? "error" : "warning"
  let words = cut.filter { !$0.isEmpty }.joined(separator: "; ")
  return first.prefix(shown).map(\.command) + [
    "::\(kind) title=gatehouse::\(words); see the job summary, the JSON, or --all"
  ]
}

/// A workflow command, escaped as the runner unescapes it (actions/toolkit, packages/core/src/command.ts).
private struct Annotation {
  var kind: String
  var file: String?
  var line: Int?
  var title: String
  var message: String

  init(_ kind: String, _ judgement: Judgement, in decision: Decision) {
    let (today, why) = (decision.now.day, decision.why(judgement))
    let location = judgement.risk.finding.location
    (self.kind, file, line) = (kind, location.path, location.startLine)
    title = "\(judgement.risk.finding.severity.name): \(judgement.what)"
    let position = location.path == nil ? [judgement.position] : []
    message =
      (position + [judgement.since(on: today), judgement.risk.owners.sentence] + judgement.facts(on: today)
      + ["id \(judgement.risk.finding.id.prefix(8))"] + why.rules + why.considered)
      .joined(separator: " · ")
  }

  init(_ kind: String, _ diagnostic: Diagnostic) {
    (self.kind, file, line) = (kind, diagnostic.position?.file, diagnostic.position?.line)
    title = diagnostic.code.name
    message = ([diagnostic.text] + diagnostic.because + [diagnostic.help ?? ""]).filter { !$0.isEmpty }
      .map { $0.displayText() }.joined(separator: " · ")
  }

  init(gap: Gap) {
    self.init("error", gap.reason)
    (file, line) = (gap.at.file, gap.at.line)
  }

  var command: String {
    var properties: [String] = []
    if let file, isRepositoryPath(file) {
      properties.append("file=\(escaped(file.neutralized(), isProperty: true))")
      if let line, line > 0 { properties.append("line=\(line)") }
    }
    properties.append("title=\(escaped(title.displayText(limit: 200), isProperty: true))")
    // The runner drops a command with an empty message.
    let text = message.isEmpty ? title : message
    return "::\(kind) \(properties.joined(separator: ","))::\(escaped(text.displayText(limit: 900), isProperty: false))"
  }
}

/// Whether a path is below the repository root. GitHub shows an annotation at a file only for such a path.
func isRepositoryPath(_ path: String) -> Bool {
  let bytes = Array(path.utf8.prefix(maximalPath + 1))
  guard let first = bytes.first, bytes.count <= maximalPath, first != slash, !path.contains("://") else { return false }
  let isDrive = bytes.count > 1 && bytes[1] == UInt8(ascii: ":")
  return !isDrive
    && bytes.split(separator: slash, omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
    }
}

/// The maximal length of a path in bytes (PATH_MAX).
private let maximalPath = 4096
private let slash = UInt8(ascii: "/")

/// Escapes text as the runner unescapes it, and breaks up `##[` and `##vso[`, which older runners and Azure Pipelines
/// interpret anywhere in a line.
private func escaped(_ text: String, isProperty: Bool) -> String {
  var result: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "%"): result += "%25".utf8
    case 0x0D: result += "%0D".utf8
    case 0x0A: result += "%0A".utf8
    case UInt8(ascii: ":") where isProperty: result += "%3A".utf8
    case UInt8(ascii: ",") where isProperty: result += "%2C".utf8
    // A blank after the first `#` breaks the command and leaves the text legible.
    case UInt8(ascii: "#") where result.last == byte: result += " #".utf8
    default: result.append(byte)
    }
  }
  return String(decoding: result, as: UTF8.self)
}
