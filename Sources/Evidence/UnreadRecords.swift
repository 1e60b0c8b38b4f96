import Documents
import Interning
import Model

/// Records of a JSON report that look like findings, although no observation was read from them: a list, or an object
/// whose members are records.
struct UnreadRecords {
  let value: JSONValue
  let pointer: String

  /// The name of the member that holds the records.
  var name: String { pointer.split(separator: "/").last { Int($0) == nil }.map(String.init) ?? "" }
  /// Whether the reader asks for the records, so that they are left out on purpose. Known after a second reading.
  var isKnown: Bool { value.document.hasAsked(for: value) }

  func diagnostic(in report: ReportBuilder) -> Diagnostic {
    let kind = value.kind == .array ? "a list" : "a map"
    return Diagnostic(
      .reportFailed, "the report has \(kind) of findings that is not read: \(shownName(name))",
      at: SourcePosition(file: report.input.name, pointer: pointer),
      because: ["its elements have severities or rules, and \(report.tool ?? report.format) may mean them as findings"],
      help: "check them in the report of \(report.tool ?? report.format), or let it write another format, such as SARIF"
    )
  }
}

extension ReportBuilder {
  /// The lists and maps that look like findings and from which no observation was read. Records of observations, and what
  /// they hold, are not searched.
  func unreadRecords(in content: Content) -> [UnreadRecords] {
    guard case .json(let root) = content else { return [] }
    var search = RecordSearch(observed: patternsOfObservations, hasPropertyBags: format == Format.sarif.name)
    search.visit(root)
    return search.found
  }

  /// The pointers of the lists or records that gave observations, with `*` for each index.
  private var patternsOfObservations: Set<String> {
    var (patterns, known) = (Set<[UInt8]>(), InternedSet<String>())
    // Observations of one list, and lists of one pattern, follow one another.
    var (last, lastPattern): (InternedOptional<String>?, [UInt8]?)
    var hasOther = false
    for index in observations.indices {
      let list = observations[index].at.listPointer
      guard list != last else { continue }
      last = list
      var pattern: [UInt8] = []
      if let pointer = list.interned {
        if known.contains(pointer) { continue }
        known.insert(pointer)
        pattern = Self.pattern(of: pointer.utf8)
      } else {
        if hasOther { continue }
        hasOther = true
        pattern = Self.pattern(of: (observations[index].at.pointer ?? "").utf8Span.span)
      }
      guard pattern != lastPattern else { continue }
      patterns.insert(pattern)
      lastPattern = pattern
    }
    return Set(patterns.map { String(decoding: $0, as: UTF8.self) })
  }

  /// A pointer with `*` for each index. Empty tokens are left out.
  private static func pattern(of pointer: Span<UInt8>) -> [UInt8] {
    var (bytes, at) = ([UInt8](), 0)
    bytes.reserveCapacity(pointer.count)
    while at < pointer.count {
      let start = at
      var isIndex = true
      while at < pointer.count, pointer[at] != UInt8(ascii: "/") {
        isIndex = isIndex && isDigit(pointer[at])
        at += 1
      }
      if at > start {
        bytes.append(UInt8(ascii: "/"))
        // No list has more elements than eighteen digits can count.
        if isIndex, at - start <= 18 {
          bytes.append(UInt8(ascii: "*"))
        } else {
          for index in start..<at { bytes.append(pointer[index]) }
        }
      }
      at += 1
    }
    return bytes
  }
}

/// Goes through the containers of a report outside of its records, in linear time.
private struct RecordSearch {
  let observed: Set<String>
  /// Whether members named `properties` are bags in which tools may write what they like (SARIF 2.1.0 §3.8). Consumers
  /// need not understand them, so no result of the run stands there.
  private let hasPropertyBags: Bool
  /// All pointers above those of observed lists.
  private let above: Set<String>
  private(set) var found: [UnreadRecords] = []
  private var visits: [String: Int] = [:]

  /// So many elements of lists of one kind are searched, and so many of a long list, which are read again from the file.
  private static let (limit, sample, longSample) = (4096, 4, 1024)

  init(observed: Set<String>, hasPropertyBags: Bool) {
    (self.observed, self.hasPropertyBags) = (observed, hasPropertyBags)
    above = observed.reduce(into: []) { all, pattern in
      var rest = pattern[...]
      while let slash = rest.lastIndex(of: "/") {
        rest = rest[..<slash]
        all.insert(String(rest))
      }
    }
  }

  mutating func visit(_ root: JSONValue) { visit(root, at: "", "") }

  private mutating func visit(_ value: JSONValue, at pointer: String, _ pattern: String) {
    var open = [(value: value, pointer: pointer, pattern: pattern)]
    while let (value, pointer, pattern) = open.popLast(), found.count < 8 {
      switch value.kind {
      case .object:
        guard let members = members(of: value) else { continue }
        if !observed.contains(pattern), !above.contains(pattern), !pattern.isEmpty, !isExempt(pointer),
          isMapOfFindings(members)
        {
          found.append(UnreadRecords(value: value, pointer: pointer))
          continue
        }
        for (name, member) in members where member.kind == .object || member.kind == .array {
          if hasPropertyBags, name == "properties" { continue }
          let token = pointerToken(name)
          open.append((member, "\(pointer)/\(token)", "\(pattern)/\(token)"))
        }
      case .array:
        guard !observed.contains(pattern), let elements = elements(of: value) else { continue }
        let isAbove = above.contains(pattern)
        if !isAbove, !pattern.isEmpty, !isExempt(pointer),
          elements.prefix(Self.sample).contains(where: \.looksLikeFinding)
        {
          found.append(UnreadRecords(value: value, pointer: pointer))
          continue
        }
        if isAbove, elements.isLong {
          visitLong(elements, at: pointer, pattern)
          continue
        }
        for (index, element) in elements.prefix(isAbove ? Self.limit : Self.sample).enumerated() {
          visits[pattern, default: 0] += 1
          if visits[pattern, default: 0] > Self.limit { break }
          open.append((element, "\(pointer)/\(index)", "\(pattern)/*"))
        }
      case .string, .number, .boolean, .null: continue
      }
    }
  }

  /// Searches elements of a long list, which are taken from all of it at equal distances. Each is read on its own and
  /// released before the next one, and none of them holds a long list.
  private mutating func visitLong(_ list: JSONList, at pointer: String, _ pattern: String) {
    var indices: [Int] = []
    for index in stride(from: 0, to: list.countRead, by: max(1, list.countRead / Self.longSample)) {
      visits[pattern, default: 0] += 1
      if visits[pattern, default: 0] > Self.limit { break }
      indices.append(index)
    }
    for index in indices.reversed() where found.count < 8 {
      if let element = list.elementRead(at: index) { visit(element, at: "\(pointer)/\(index)", "\(pattern)/*") }
    }
  }

  private func isExempt(_ pointer: String) -> Bool {
    exempt.contains(pointer.split(separator: "/").last.map { $0.lowercased() } ?? "")
  }

  /// Whether all members are records, and one of the first looks like a finding. An object with few members is rather a
  /// part of a record than a record.
  private func isMapOfFindings(_ members: JSONMembers) -> Bool {
    guard !members.isEmpty, members.allSatisfy({ $1.kind == .object }) else { return false }
    return members.prefix(Self.sample).contains { _, record in
      record.looksLikeFinding && (self.members(of: record)?.count ?? 0) >= 3
    }
  }

  private func members(of value: JSONValue) -> JSONMembers? {
    do throws(Diagnostic) { return try value.members() } catch { return nil }
  }

  private func elements(of value: JSONValue) -> JSONList? {
    do throws(Diagnostic) { return try value.elements() } catch { return nil }
  }
}

/// Lists and maps that describe how the tool ran or what it knows, in any tool.
private let exempt: Set = [
  "rules", "errors", "notifications", "warnings", "taxa", "components", "ratings", "toolexecutionnotifications",
  "toolconfigurationnotifications", "ruleconfigurationoverrides", "notificationconfigurationoverrides",
]

extension JSONValue {
  /// Whether the value is an object that states a severity together with an identity, or a rule together with a place, a
  /// message or a level, in itself or in an object that it holds.
  fileprivate var looksLikeFinding: Bool {
    var names = Set<String>()
    do throws(Diagnostic) {
      guard kind == .object else { return false }
      for (name, member) in try members() {
        names.insert(plain(name))
        guard member.kind == .object else { continue }
        for (inner, _) in try member.members() { names.insert(plain(inner)) }
      }
    } catch { return false }
    let hasSeverity = names.contains { severities.contains($0) || $0.hasSuffix("severity") }
    let hasRule = names.contains { rules.contains($0) }
    return hasSeverity && (hasRule || !names.isDisjoint(with: identities)) || hasRule && !names.isDisjoint(with: places)
  }
}

private func plain(_ name: String) -> String {
  String(decoding: name.utf8.filter { (0x61...0x7A).contains($0 | 0x20) }.map { $0 | 0x20 }, as: UTF8.self)
}

private let severities: Set = [
  "severity", "sev", "risk", "riskcode", "risklevel", "criticality", "threatlevel", "priority",
]
private let rules: Set = [
  "rule", "ruleid", "rulename", "checkid", "checkname", "testid", "vulnerabilityid", "vulnid", "cve", "cveid",
  "queryid",
  "queryname", "detectorname", "advisoryid",
]
private let identities: Set = ["id", "title", "name", "message", "description", "summary", "reference", "type"]
private let places: Set = [
  "file", "path", "filename", "filepath", "location", "locations", "line", "startline", "linenumber", "resource", "uri",
  "package", "packagename", "component", "message", "level",
]
