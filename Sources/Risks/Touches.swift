import Interning
import Model

/// How the change affects the places of observations. The changes are looked up once for each file and each flow.
struct Touches {
  let facts: HistoryFacts
  /// Whether the change touches nothing but documentation.
  private let isDocumentation: Bool
  private var files: [InternedString: File] = [:]
  private var flows: [Interned<[Location]>: Touch] = [:]
  /// The former paths of files that the change gives a name of another kind, or takes out of where scanners pass them by.
  private var renamed: [InternedString: InternedString] = [:]
  private var tools: [Interned<Scan>: InternedString] = [:]
  private var entries: [PackageInFile: Touch] = [:]
  private(set) lazy var linesTakenAway = LinesTakenAway(facts.changes)

  /// How the change affects a file.
  private enum File {
    case changed(LineMap), untouched, notInHead
  }

  init(of facts: HistoryFacts) {
    self.facts = facts
    isDocumentation = facts.changes?.allSatisfy(\.isDocumentation) ?? false
  }

  /// The strictest of what the change does to the result's own place and to the steps of its flow.
  mutating func touch(_ one: Observation) -> Touch {
    let own = ownTouch(of: one)
    guard one.$flow != noSteps else { return own }
    let flow = touch(one.$flow)
    return flow.strictness > own.strictness ? flow : own
  }

  /// The tool of an observation, by one name for all its formats.
  mutating func tool(of one: Observation) -> InternedString {
    if let tool = tools[one.$scan] { return tool }
    let tool = InternedString(one.scan.toolKey)
    tools[one.$scan] = tool
    return tool
  }

  /// What the change does to the place of the result alone.
  mutating func ownTouch(of one: Observation) -> Touch { touch(one.wholePlace, of: one) }

  private mutating func touch(_ location: Location, of one: Observation) -> Touch {
    // A path inside an image is not a file of the repository.
    let ofNoFile: Touch = isDocumentation && one.kind.isDependency && one.component != nil ? .documentation : .noFile
    guard let path = location.$path.interned, location.$image.isNil else { return ofNoFile }
    switch file(path) {
    case .notInHead: return ofNoFile
    case .untouched:
      let touch = one.kind.isDependency ? untouchedEntry(of: one, path) : .otherFiles
      if !touch.isByChange, let line = location.startLine, let count = facts.lineCounts[path], line > count {
        return .beyondEnd
      }
      return touch
    case .changed(let map):
      if one.kind.isDependency { return map.isUnchanged ? .entryUnchanged(in: path) : entry(of: one, path) }
      guard let lines = location.lines else { return map.isUnchanged ? .otherLines : .file(path) }
      let touch = touch(lines, map) ?? (map.removesLines && isAboutFile(one.kind, lines) ? .neighbours : .otherLines)
      // Scanners of secrets read files of all names.
      guard one.kind != .secret, let old = renamed[path], touch.strictness < Touch.name(from: old).strictness else {
        return touch
      }
      return .name(from: old)
    }
  }

  /// What the change does to a package in a file that it does not touch.
  private mutating func untouchedEntry(of one: Observation, _ path: InternedString) -> Touch {
    facts.packages?.mayChangeVersions() ?? false ? entry(of: one, path) : .entryUntouched
  }

  /// What the change does to a package in a file.
  private mutating func entry(of one: Observation, _ path: InternedString) -> Touch {
    guard let packages = facts.packages else { return .entryUnknown(in: path, by: path) }
    let package = PackageInFile(one.$component, at: path, fixed: one.$fixedVersions.interned)
    if let known = entries[package] { return known }
    let touch: Touch =
      switch packages.change(package) {
      case .added: .entryAdded(to: path)
      case .leavesDevelopment: .entryLeavesDevelopment(in: path)
      case .unchanged: .entryUnchanged(in: path)
      case .untouched: .entryUntouched
      case .unknown(let other): .entryUnknown(in: path, by: other)
      }
    entries[package] = touch
    return touch
  }

  /// Whether the change edits a step of a flow.
  mutating func editsStep(at place: Location) -> Bool {
    guard let path = place.$path.interned, case .changed(let map) = file(path), let lines = place.lines else {
      return false
    }
    return touch(lines, map)?.isEdit ?? false
  }

  /// Whether the change adds, edits or moves any line of a place.
  mutating func isOnTouchedLines(_ place: Location) -> Bool {
    guard let path = place.$path.interned, case .changed(let map) = file(path), let lines = place.lines else {
      return false
    }
    return map.touches(lines) || map.removes(inside: lines)
  }

  private func touch(_ lines: ClosedRange<Int>, _ map: LineMap) -> Touch? {
    if map.touches(lines) { return map.onlyMoves(lines) ? .moved : .lines }
    if let count = map.lineCount, lines.lowerBound > count { return .beyondEnd }
    if map.removes(inside: lines) { return .removal }
    return map.affects(lines) ? .neighbours : nil
  }

  /// What the change does to the steps of a flow. A file that the head does not have is a library's, and not changed.
  private mutating func touch(_ flow: Interned<[Location]>) -> Touch {
    if let known = flows[flow] { return known }
    var strictest = Touch.otherFiles
    var spans: [(path: InternedString, lines: ClosedRange<Int>)] = []
    for step in flow.wrappedValue {
      guard let path = step.$path.interned, case .changed(let map) = file(path), let lines = step.lines else {
        continue
      }
      let touch = touch(lines, map).map { $0.ofStep(in: path) } ?? .otherLines
      if touch.strictness > strictest.strictness { strictest = touch }
      if let last = spans.last, last.path == path {
        spans[spans.count - 1].lines = hull(last.lines, lines)
      } else {
        spans.append((path, lines))
      }
    }
    // A check or sanitizer that was removed between two steps need not have been a step itself.
    for (path, lines) in spans where strictest.strictness < Touch.neighboursOfStep(in: path).strictness {
      if case .changed(let map) = file(path), map.removes(inside: lines) { strictest = .neighboursOfStep(in: path) }
    }
    flows[flow] = strictest
    return strictest
  }

  private mutating func file(_ path: InternedString) -> File {
    if let file = files[path] { return file }
    let file = whatIsDone(to: path)
    files[path] = file
    if let change = facts.changes?[path], change.status == .renamed, let old = change.oldPath,
      FileKind(change.path).isRead(wherePassedBy: FileKind(old))
    {
      renamed[path] = InternedString(old)
    }
    return file
  }

  private func whatIsDone(to path: InternedString) -> File {
    if let change = facts.changes?[path] { return .changed(LineMap(change)) }
    return facts.isInHead?(path) ?? true ? .untouched : .notInHead
  }
}

let noSteps = Interned<[Location]>.none()

extension Touch {
  /// The same for a step of the flow.
  fileprivate func ofStep(in path: InternedString) -> Touch {
    switch self {
    case .lines, .step, .removal, .file: .step(of: path)
    case .moved, .name, .neighbours, .neighboursOfStep, .beyondEnd: .neighboursOfStep(in: path)
    case .entryAdded, .entryLeavesDevelopment, .entryUnknown, .entryUnchanged, .entryUntouched: self
    case .noFile, .documentation, .otherLines, .otherFiles: self
    }
  }
}

extension Location {
  /// The lines of a result; nil when it is about the whole file. Some tools number such a result 0.
  var lines: ClosedRange<Int>? {
    guard let start = startLine, start >= 1 else { return nil }
    return start...max(start, endLine ?? start)
  }
}

/// Whether a result may be about the whole configuration file: linters report on the first line what the file lacks.
private func isAboutFile(_ kind: Observation.Kind, _ lines: ClosedRange<Int>) -> Bool {
  (kind == .iac || kind == .quality) && lines == 1...1
}

private func hull(_ one: ClosedRange<Int>, _ other: ClosedRange<Int>) -> ClosedRange<Int> {
  min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
}
