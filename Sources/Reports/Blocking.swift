import Console
import Interning
import Model

// The maximal number of findings and owners that are shown. The rest is counted by owner,
// with the command that shows it.
private let shownFindings = 40
private let shownOwners = 6
private let shownConsidered = 4
/// The column at which the text of a finding begins: two of indent, eight for the severity, two between.
private let hang = 12

extension Layout {
  /// Appends the blocking findings, grouped by newness and owner. The owner of the worst finding comes first.
  mutating func blocking(_ decision: Decision) {
    let shown = Array(decision.blocking.prefix(shown(shownFindings)))
    let actions = numbers(of: decision.actions, closing: Set(shown.map(\.risk.finding.$id)))
    for group in byOwner(shown) {
      blank()
      heading(group.heading)
      for judgement in group.judgements {
        finding(judgement, in: decision, actions[judgement.risk.finding.$id])
      }
    }
    guard decision.blockingCount > shown.count else { return }
    blank()
    others(decision)
  }

  private mutating func heading(_ heading: (who: String, why: String)) {
    if columns(heading.who) + 3 + columns(heading.why) <= width {
      paragraph(heading.why, after: Lead("\(heading.who)   ", bold), paint: dim)
    } else {
      paragraph(heading.who, paint: bold)
      paragraph(heading.why, after: .indent(2), hang: 2, paint: dim)
    }
  }

  /// Appends one blocking finding: the problem and its newness; location and facts; the rule; near misses; the action.
  private mutating func finding(_ judgement: Judgement, in decision: Decision, _ action: String?) {
    let today = decision.now.day
    let lead = judgement.risk.finding.severity.lead
    let (what, since) = (judgement.what, judgement.since(on: today))
    let isOneLine = pair(what, since, after: lead, paint: bold)
    if !isOneLine { paragraph(what, after: lead, hang: hang, paint: bold) }
    facts(
      [judgement.position] + (isOneLine ? [] : [since]) + judgement.facts(on: today), after: .indent(hang), hang: hang)
    let (rules, considered) = decision.why(judgement)
    let more = considered.count - shownConsidered
    let next = [
      more > 0 ? "\(more) more considered" : "", action ?? "", "explain \(judgement.risk.finding.id.prefix(8))",
    ]
    facts(considered.isEmpty ? rules + next : rules, after: .indent(hang), hang: hang, paint: dim)
    guard !considered.isEmpty else { return }
    for near in considered.prefix(shownConsidered) { paragraph(near, after: .indent(hang), hang: hang) }
    facts(next, after: .indent(hang), hang: hang, paint: dim)
  }

  /// Appends a finding that does not block, as one line.
  mutating func brief(_ judgement: Judgement) {
    split(judgement.what, judgement.position, after: judgement.risk.finding.severity.lead, hang: hang)
  }

  /// Appends a finding that warns, as one line, and below it from which day on it blocks, where a rule says so.
  mutating func warning(_ judgement: Judgement, in decision: Decision) {
    brief(judgement)
    guard let later = decision.laterBlock(of: judgement) else { return }
    facts(
      [later, judgement.risk.owners.sentence, "explain \(judgement.risk.finding.id.prefix(8))"],
      after: .indent(hang), hang: hang, paint: dim)
  }

  private mutating func others(_ decision: Decision) {
    var counts: [[String]: Int] = [:]
    for index in decision.judged(.deny).dropFirst(shownFindings) {
      counts[decision.judgements[index].risk.owners.names, default: 0] += 1
    }
    let owners = counts.map {
      (who: $0.key.isEmpty ? "no owner" : $0.key.joined(separator: " ").displayText(), count: $0.value)
    }
    .sorted { ($1.count, $0.who) < ($0.count, $1.who) }
    let more = owners.count - shownOwners
    facts(
      ["and \(decision.leftOut(decision.judged(.deny).dropFirst(shownFindings)))"]
        + owners.prefix(shownOwners).map { "\($0.who) \(grouped($0.count))" } + [
          more > 0 ? plural(more, "more owner") : ""
        ],
      hang: 2)
    line("  --all shows them all", paint: dim)
  }

  /// Appends a line with the number of things that are not shown.
  mutating func rest(_ count: Int, _ word: String) { line("  and \(plural(count, word))", paint: dim) }
}

/// The findings of one owner and one newness, in the order of the decision.
struct OwnerGroup {
  var owners: Owners
  var heading: (who: String, why: String)
  var judgements: [Judgement]
}

private struct GroupKey: Hashable {
  let owners: Owners
  let newness: Newness
}

/// Groups findings by newness, and then by the CODEOWNERS rule that names their owner. The order of the first findings stays, so
/// that what the change introduces comes before what it found.
func byOwner(_ judgements: some Sequence<Judgement>) -> [OwnerGroup] {
  var groups: [OwnerGroup] = []
  var index: [GroupKey: Int] = [:]
  for judgement in judgements {
    let owners = judgement.risk.owners
    let key = GroupKey(owners: owners, newness: judgement.risk.newness.newness)
    if let known = index[key] {
      groups[known].judgements.append(judgement)
    } else {
      index[key] = groups.count
      groups.append(OwnerGroup(owners: owners, heading: owners.heading, judgements: [judgement]))
    }
  }
  return groups
}

/// The action that closes each of these findings, with its number: `action 1: upgrade to 2.17.1`.
private func numbers(of actions: [Action], closing findings: Set<InternedString>) -> [InternedString: String] {
  var numbers: [InternedString: String] = [:]
  for index in actions.indices {
    for id in actions[index].closes where findings.contains(id) {
      let action = actions[index]
      let aim = action.kind == .upgrade ? action.to.map { ": upgrade to \($0.displayText(limit: 60))" } ?? "" : ""
      numbers[id] = "action \(index + 1)\(aim)"
    }
  }
  return numbers
}

extension Severity? {
  /// The severity at the beginning of a line, padded to the width of the widest severity.
  var lead: Lead { Lead("  \(padded(name, to: 8))  ", paint) }

  private func paint(_ style: Style, _ text: String) -> String {
    switch self {
    case .critical, .high: style.red(text)
    case .medium, nil: style.yellow(text)
    case .low, .some(.none): style.dim(text)
    }
  }
}

extension Layout {
  /// Appends a diagnostic with its excerpt. Sentences are wrapped at the width.
  mutating func diagnostic(_ diagnostic: Diagnostic) {
    let kind = Lead("\(diagnostic.severity.rawValue)[\(diagnostic.code.name)]: ") { $0.red($1) }
    paragraph(diagnostic.text.displayText(), after: kind, hang: 2, paint: bold)
    var bare = diagnostic
    (bare.text, bare.because, bare.help) = ("", [], nil)
    let lines = bare.rendered(style, width: width)
    add(lines[(lines.firstIndex(of: "\n").map(lines.index(after:)) ?? lines.endIndex)...])
    for fact in diagnostic.because { paragraph("because \(fact.displayText())", after: .indent(2), hang: 4) }
    if let help = diagnostic.help { paragraph(help.displayText(), after: Lead("  help: ") { $0.green($1) }, hang: 4) }
  }
}
