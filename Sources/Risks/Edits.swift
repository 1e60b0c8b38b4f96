import Interning
import Model

/// A finding of the base that a finding of the head matches.
struct BaseFinding {
  let finding: Finding
  /// Whether its places are places of the files with which the head is compared. What came to the base branch later has none
  /// there.
  let hasPlace: Bool

  init(_ finding: Finding, hasPlace: Bool) { (self.finding, self.hasPlace) = (finding, hasPlace) }
}

/// How often reports say something of a finding whose results name no line. Counts are no evidence that nothing is new, but a
/// report that says more than the one on the base has something new to say.
struct StatementCounts {
  private struct Statement: Hashable {
    let source: Int
    let title: InternedString
  }
  private var here: [Statement: Int] = [:]
  private var there: [Statement: Int] = [:]

  /// - Parameter tool: The name of the tool of an observation. Of several reports of one tool on the base the longest counts.
  init(of finding: Finding, since base: Finding, tool: (Observation) -> InternedString) {
    for one in finding.observations { here[Self.statement(one), default: 0] += 1 }
    var before: [Statement: (count: Int, tool: InternedString)] = [:]
    for one in base.observations { before[Self.statement(one), default: (0, tool(one))].count += 1 }
    for (statement, (count, tool)) in before {
      let ofTool = Statement(source: Int(tool.number), title: statement.title)
      there[ofTool] = max(there[ofTool] ?? 0, count)
    }
  }

  private static func statement(_ one: Observation) -> Statement {
    Statement(source: Int(one.$scan.number), title: one.$title)
  }

  /// Whether a report at head says what an observation does more often than each report of its tool on the base.
  func isMore(_ one: Observation, of tool: InternedString) -> Bool {
    here[Self.statement(one)] ?? 0 > there[Statement(source: Int(tool.number), title: one.$title)] ?? 0
  }
}

extension Touches {
  /// Whether the change edits what an observation is about, though the base has a problem of its identity: a line of the
  /// result, or a step of its flow, whose code the base's result does not have. Code that only moves is the same in both.
  ///
  /// - Parameter finding: What the observation is one of.
  mutating func isEdited(_ one: Observation, of finding: Finding, since base: BaseFinding) -> Bool {
    guard one.isAboutItsLines else { return false }
    if ownTouch(of: one).isEdit, !hasSameSubject(one, as: base) { return true }
    guard one.$flow != noSteps else { return false }
    let edited = one.flow.filter { editsStep(at: $0) }
    if edited.isEmpty { return false }
    guard base.hasPlace, let code = facts.code else { return true }
    let moved = stepsThatMove(of: finding, since: base.finding, code)
    return edited.contains { step in !(code.digest(step, true).map(moved.contains) ?? false) }
  }

  /// Whether the change moves the code of an observation to where its names have other values, or where a line that used them is
  /// missing: then the code is old, and what it does may be new.
  mutating func isUsedOtherwise(_ one: Observation, than base: BaseFinding) -> Bool {
    guard one.kind == .sast || one.kind == .quality, base.hasPlace, let code = facts.code,
      let here = code.uses(one.location, true)
    else { return false }
    let before = base.finding.observations.compactMap { code.uses($0.location, false) }
    return !before.isEmpty && !before.contains(where: here.keeps)
  }

  /// The code of the steps that only move: it stands on as many lines that the change adds as on lines of the base that the
  /// change takes away. A copy of a step that stays, or stands twice now, leads into the flow on a new way.
  private mutating func stepsThatMove(
    of finding: Finding, since base: Finding, _ code: CodeFacts
  ) -> Set<InternedString> {
    var (here, before) = ([InternedString: Set<Location>](), [InternedString: Set<Location>]())
    for place in finding.places where isOnTouchedLines(place) {
      if let text = code.digest(place, true) { here[text, default: []].insert(place.ofLines) }
    }
    let lost = linesTakenAway
    for place in base.places {
      guard let path = place.$path.interned, let lines = place.lines, lost.meet(lines, of: path) else { continue }
      if let text = code.digest(place, false) { before[text, default: []].insert(place.ofLines) }
    }
    return Set(here.filter { text, places in places.count <= before[text]?.count ?? 0 }.keys)
  }

  /// Whether an observation of the base is about what this one is about: the value of a secret, a resource, or the code.
  private mutating func hasSameSubject(_ one: Observation, as base: BaseFinding) -> Bool {
    if let secret = one.knownSecret { return base.finding.observations.contains { $0.knownSecret == secret } }
    if isResource(one), base.finding.observations.contains(where: { $0.location.$resource == one.location.$resource }) {
      return true
    }
    guard let code = facts.code else { return false }
    if one.isOfOneLine, let text = one.lineText,
      base.finding.observations.contains(where: { $0.isOfOneLine && $0.lineText == text })
    {
      return true
    }
    guard base.hasPlace, let here = code.digest(one.wholePlace, true) else { return false }
    return base.finding.observations.contains { code.digest($0.wholePlace, false) == here }
  }

  /// Whether the lines of an observation are those of a resource that begins as at the base: what a check misses there is no
  /// line of it, so an edit of another property does not bring it.
  private mutating func isResource(_ one: Observation) -> Bool {
    guard one.kind == .iac, !one.location.$resource.isNil, !one.isOfOneLine else { return false }
    var first = one
    first.location.endLine = nil
    return !ownTouch(of: first).isEdit
  }
}

extension Finding {
  /// The places of the results and of the steps of their flows.
  fileprivate var places: [Location] { observations.flatMap { $0.flow + [$0.location] } }
}

extension Location {
  /// The file and its lines alone, in which two tools agree.
  fileprivate var ofLines: Location {
    Location(path: $path, startLine: startLine, endLine: endLine == startLine ? nil : endLine)
  }
}

extension Observation {
  /// Whether it is about the text of lines, and not about what an entry or a request names.
  var isAboutItsLines: Bool {
    switch kind {
    case .sast, .secret, .iac, .quality: true
    case .sca, .container, .dast, .iast, .pentest, .license: false
    }
  }

  fileprivate var isOfOneLine: Bool {
    guard let first = location.startLine else { return false }
    return max(wholePlace.endLine ?? first, first) == first
  }

  /// A digest of its first line.
  fileprivate var lineText: InternedString? {
    fingerprints[lineFingerprintName] ?? $origin.interned?.wrappedValue.$text.interned
  }
}

private let lineFingerprintName = InternedString(lineFingerprint)
