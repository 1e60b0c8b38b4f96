import Interning
import Model

/// How the change affects the places of observations. The changes are looked up once for each file and each flow.
struct Touches {
  let facts: HistoryFacts
  private var files: [InternedString: File] = [:]
  private var flows: [Interned<[Location]>: Touch] = [:]
  private var tools: [Interned<Scan>: InternedString] = [:]
  private var entries: [Entry: Touch] = [:]

  /// How the change affects a file.
  private enum File {
    case changed(LineMap), untouched, notInHead
    /// It does not touch the file, but another one that decides which packages it has.
    case concerned
  }

  private struct Entry: Hashable {
    let component: Interned<Component>
    let path: InternedString
  }

  init(of facts: HistoryFacts) { self.facts = facts }

  /// The strictest of what the change does to the result's own place and to the steps of its flow.
  mutating func touch(_ one: Observation) -> Touch {
    let own = touch(one.location, one.kind, one.$component.interned)
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

  private mutating func touch(
    _ location: Location, _ kind: Observation.Kind, _ component: Interned<Component>?
  ) -> Touch {
    // A path inside an image is not a file of the repository.
    guard let path = location.$path.interned, location.$image.isNil else { return .noFile }
    switch file(path) {
    case .notInHead: return .noFile
    case .untouched:
      if let line = location.startLine, let count = facts.lineCounts[path], line > count { return .beyondEnd }
      return kind.isDependency ? .entryUntouched : .otherFiles
    case .concerned: return kind.isDependency ? entry(component, path) : .otherFiles
    case .changed(let map):
      if kind.isDependency { return map.isUnchanged ? .entryUnchanged(in: path) : entry(component, path) }
      guard let lines = location.lines else { return map.isUnchanged ? .otherLines : .file(path) }
      return touch(lines, map) ?? (map.removesLines && isAboutFile(kind, lines) ? .neighbours : .otherLines)
    }
  }

  /// What the change does to a package in a file.
  private mutating func entry(_ component: Interned<Component>?, _ path: InternedString) -> Touch {
    guard let component, let packages = facts.packages else { return .entryUnknown(in: path) }
    let key = Entry(component: component, path: path)
    if let known = entries[key] { return known }
    let touch: Touch =
      switch packages.change(component.wrappedValue, path) {
      case .added: .entryAdded(to: path)
      case .leavesDevelopment: .entryLeavesDevelopment(in: path)
      case .unchanged: .entryUnchanged(in: path)
      case .unknown: .entryUnknown(in: path)
      }
    entries[key] = touch
    return touch
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
    return file
  }

  private func whatIsDone(to path: InternedString) -> File {
    if let change = facts.changes?[path] { return .changed(LineMap(change)) }
    guard facts.isInHead?(path) ?? true else { return .notInHead }
    return facts.packages?.concerns(path) ?? false ? .concerned : .untouched
  }
}

private let noSteps = Interned<[Location]>.none()

extension Touch {
  /// The same for a step of the flow.
  fileprivate func ofStep(in path: InternedString) -> Touch {
    switch self {
    case .lines, .step, .removal, .file: .step(of: path)
    case .moved, .neighbours, .neighboursOfStep, .beyondEnd: .neighboursOfStep(in: path)
    case .entryAdded, .entryLeavesDevelopment, .entryUnknown, .entryUnchanged, .entryUntouched: self
    case .noFile, .otherLines, .otherFiles: self
    }
  }
}

extension Location {
  /// The lines of a result; nil when it is about the whole file. Some tools number such a result 0.
  fileprivate var lines: ClosedRange<Int>? {
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
