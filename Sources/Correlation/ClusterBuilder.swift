import Interning
import Model

/// Builds the clusters of the observations with one merge key, by joining groups that report the same problem.
///
/// A group never contains two different results of one report format of one tool, because to that tool they are two
/// problems (except for a secret with one value, which is one secret). The tools of a group are a set of 64 bits. The
/// 64th tool and all later ones share a bit, so groups of those tools are never joined with each other.
struct ClusterBuilder {
  /// The properties of a group that decide whether it can be joined with another one.
  struct Traits {
    var tools: UInt64
    /// The report formats of the members, as bits in the order in which they occur.
    var formats: UInt64
    /// The reports that the members are from, numbered like the formats.
    var reports: UInt64
    /// The column and the last line that the members state; 0 if none does.
    var column: Int
    var lastLine: Int
    /// The lines that the ranges of all members have in common; 0 for a member without a line.
    var lines: ClosedRange<Int>
    /// The weaknesses that the members have in common.
    var weaknesses: Weaknesses
    /// What must be equal where it is known: a secret's value, a resource, a parameter. 0 means that it is unknown.
    var value = 0
    /// The same for the provider of a secret, or the method of a request.
    var detail = 0
    /// On what groups of different tools were joined; nil for results of one tool.
    var basis: MergeBasis?

    /// Whether columns and last lines are equal where both state them, and one states one that the other does not.
    func statesMoreOrLess(than other: Traits) -> Bool {
      (column == other.column || column == 0 || other.column == 0)
        && (lastLine == other.lastLine || lastLine == 0 || other.lastLine == 0)
        && (column != other.column || lastLine != other.lastLine)
    }
    func overlaps(_ other: Traits) -> Bool { lines.overlaps(other.lines) }
    func agrees(with other: Traits) -> Bool {
      (value == other.value || value == 0 || other.value == 0)
        && (detail == other.detail || detail == 0 || other.detail == 0)
    }
  }

  /// Exact duplicates, and the links to the groups that they are joined with.
  private struct Group {
    /// The range of the group in `members`.
    var members: Range<Int>
    /// The group that this one was joined to. A group that is first or alone is its own parent.
    var parent: Int
    /// The next of the joined groups, and, for the first one, the last of them.
    var next: Int?
    var last: Int
  }

  let input: CorrelationInput
  /// The observations in canonical order, in which exact duplicates are adjacent.
  private var members: [Int] = []
  private var groups: [Group] = []
  /// The first observation of each group of exact duplicates, in canonical order.
  private(set) var heads: [Int] = []
  private(set) var traits: [Traits] = []
  /// The formats and the reports of the members, in the order in which they occur.
  private var (formats, reports) = ([InternedString](), [InternedString]())
  /// The numbers of values and details.
  private var numbers: [InternedString: Int] = [:]
  /// The scan of the last observation that was looked at, with the bits of its format and report.
  private var lastScan: (scan: Interned<Scan>, format: UInt64, report: UInt64)?
  /// The providers whose secrets rules find, by rule and title.
  private var providers: [Words: InternedString?] = [:]

  init(of input: CorrelationInput) { self.input = input }

  /// Starts with the observations of another merge key: groups exact duplicates, and joins what two reports of one tool
  /// in different formats state of one result.
  mutating func start(with mergeKey: Span<Int>, _ findingClass: FindingClass) {
    members.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    heads.removeAll(keepingCapacity: true)
    traits.removeAll(keepingCapacity: true)
    if !numbers.isEmpty { numbers.removeAll(keepingCapacity: true) }
    formats.removeAll(keepingCapacity: true)
    reports.removeAll(keepingCapacity: true)
    lastScan = nil
    for position in mergeKey.indices { members.append(mergeKey[position]) }
    members.sort { input.isBefore($0, $1) }
    for (position, member) in members.enumerated() {
      if let head = heads.last, input.isDuplicate(head, member) {
        groups[groups.count - 1].members = groups[groups.count - 1].members.lowerBound..<(position + 1)
        traits[traits.count - 1].weaknesses.combine(with: input.weaknesses[input.observations[member].$cwes])
        let (format, report) = origin(of: member)
        traits[traits.count - 1].formats |= format
        traits[traits.count - 1].reports |= report
      } else {
        groups.append(Group(members: position..<(position + 1), parent: groups.count, last: groups.count))
        heads.append(member)
        traits.append(traits(of: member, findingClass))
      }
    }
    joinFormats()
  }

  private mutating func traits(of head: Int, _ findingClass: FindingClass) -> Traits {
    let location = input.observations[head].location
    let line = location.startLine ?? 0
    let (format, report) = origin(of: head)
    let (value, detail) = facts(of: head, findingClass)
    return Traits(
      tools: 1 << UInt64(min(input.tool(of: head), 63)), formats: format, reports: report,
      column: location.startColumn ?? 0, lastLine: location.endLine ?? 0,
      lines: line...max(line, location.endLine ?? line), weaknesses: input.weaknesses[input.observations[head].$cwes],
      value: number(of: value), detail: number(of: detail))
  }

  /// The value and the detail of an observation (`Traits`).
  private mutating func facts(of head: Int, _ findingClass: FindingClass) -> (InternedString?, InternedString?) {
    let one = input.observations[head]
    switch findingClass {
    case .secret: return (one.knownSecret, provider(of: one))
    case .infrastructure: return (one.location.$resource.interned.flatMap(terraformResource), nil)
    case .service: return (one.location.$parameter.interned?.nonEmpty, one.location.$method.interned?.nonEmpty)
    case .code, .dependency, .license: return (nil, nil)
    }
  }

  /// The number of a text among those of the merge key; 0 for nil.
  private mutating func number(of text: InternedString?) -> Int {
    guard let text else { return 0 }
    if let number = numbers[text] { return number }
    numbers[text] = numbers.count + 1
    return numbers.count
  }

  /// The provider of a secret, looked up once for each rule and title.
  private mutating func provider(of one: Observation) -> InternedString? {
    let words = Words(rule: one.$ruleId, title: one.ruleWords)
    if let known = providers[words] { return known }
    let provider = SecretProvider.named(by: one)
    providers[words] = .some(provider)
    return provider
  }

  /// The bits of the format and of the report that an observation is from.
  private mutating func origin(of member: Int) -> (format: UInt64, report: UInt64) {
    let stated = input.observations[member].$scan
    if let lastScan, lastScan.scan == stated { return (lastScan.format, lastScan.report) }
    let scan = stated.wrappedValue
    let (format, report) = (Self.bit(of: scan.$format, in: &formats), Self.bit(of: scan.$report, in: &reports))
    lastScan = (stated, format, report)
    return (format, report)
  }

  /// The bit of a text by its position in a list, to which it is added. All after the first 63 share a bit.
  private static func bit(of text: InternedString, in texts: inout [InternedString]) -> UInt64 {
    if let known = texts.firstIndex(of: text) { return 1 << UInt64(known) }
    if texts.count < 63 { texts.append(text) } else { return 1 << 63 }
    return 1 << UInt64(texts.count - 1)
  }

  /// Joins results of one tool with one rule on one line that its reports of one run state, one to one in canonical order:
  /// reports in different formats, and reports in one format (Bandit's JSON, XML and CSV) where one states a column or a
  /// last line and the other does not.
  private mutating func joinFormats() {
    guard hasToolWithSeveralReports else { return }
    for name in [{ lowercasedASCII($0.$ruleId) }, Check.name] as [(Observation) -> InternedString] {
      let buckets = Buckets(heads.indices) { group -> TwinKey? in
        let one = input.observations[heads[group]]
        // Results about a dependency whose package is not known may be about any.
        if one.kind.isDependency { return nil }
        let rule = withoutTool(name(one), one.scan.toolKey)
        return TwinKey(tool: input.tool(of: heads[group]), rule: rule, line: max(1, one.location.startLine ?? 1))
      }
      for bucket in buckets where bucket.count > 1 {
        align(bucket, by: \.formats) { $0.agrees(with: $1) }
        align(bucket, by: \.reports) { $0.agrees(with: $1) && $0.statesMoreOrLess(than: $1) }
      }
    }
  }

  /// Whether the results of one tool are from several reports; only then may two of them be one.
  private var hasToolWithSeveralReports: Bool {
    // The first group of each tool.
    var first = InlineArray<64, Int>(repeating: -1)
    for index in traits.indices {
      let tool = traits[index].tools.trailingZeroBitCount
      if first[tool] < 0 {
        first[tool] = index
      } else if traits[index].formats != traits[first[tool]].formats
        || traits[index].reports != traits[first[tool]].reports
      {
        return true
      }
    }
    return false
  }

  private struct Words: Hashable { let rule, title: InternedString }

  private struct TwinKey: Hashable {
    let tool: Int
    let rule: InternedString
    let line: Int
  }

  /// Whether all groups are joined to one. The first group is the root of what it is joined with.
  var isJoined: Bool { groups.dropFirst().allSatisfy { $0.parent == 0 } }

  /// Whether the observations are from more than one tool.
  var haveSeveralTools: Bool { traits.contains { $0.tools != traits[0].tools } }

  /// Adds each group to the list of clusters, with its members in canonical order.
  mutating func finish(at mergeKey: MergeKey, in clusters: inout ClusterList) {
    for number in groups.indices where groups[number].parent == number {
      var next: Int? = number
      while let group = next {
        for position in groups[group].members { clusters.add(members[position]) }
        next = groups[group].next
      }
      if groups[number].next == nil {
        clusters.end(at: mergeKey)
      } else {
        clusters.end(at: mergeKey, on: traits[number].basis) { input.isBefore($0, $1) }
      }
    }
  }

  /// The group that represents a group and all that it is joined with.
  mutating func root(_ index: Int) -> Int {
    var index = index
    while groups[index].parent != index {
      groups[index].parent = groups[groups[index].parent].parent
      index = groups[index].parent
    }
    return index
  }

  mutating func join(_ one: Int, _ other: Int, on basis: MergeBasis? = nil) {
    // The head that is first in canonical order remains the root, so parents only point backwards.
    let (head, tail) = (min(one, other), max(one, other))
    guard head != tail else { return }
    groups[tail].parent = head
    groups[groups[head].last].next = tail
    groups[head].last = groups[tail].last
    let other = traits[tail]
    traits[head].tools |= other.tools
    traits[head].formats |= other.formats
    traits[head].reports |= other.reports
    traits[head].column = max(traits[head].column, other.column)
    traits[head].lastLine = max(traits[head].lastLine, other.lastLine)
    if traits[head].overlaps(other) { traits[head].lines = traits[head].lines.clamped(to: other.lines) }
    traits[head].weaknesses.combine(with: other.weaknesses)
    traits[head].value = max(traits[head].value, other.value)
    traits[head].detail = max(traits[head].detail, other.detail)
    traits[head].basis = [traits[head].basis, other.basis, basis].compactMap { $0 }.max { $0.rawValue < $1.rawValue }
  }
}

extension ClusterBuilder {
  /// How many places a group is tried at: more would make the time grow with the square of the input. Results that find
  /// no partner among these stay separate.
  private static let attempts = 16

  /// Joins groups one to one in canonical order: each with the first place that has none of its tools (or formats) yet
  /// and agrees with it.
  mutating func align(
    _ bucket: [Int], by bits: KeyPath<Traits, UInt64>, on basis: MergeBasis? = nil, if mayJoin: (Traits, Traits) -> Bool
  ) {
    var places: [Int] = []
    // For each bit, the first place that may lack it.
    var next = [Int](repeating: 0, count: 64)
    for group in bucket {
      let root = root(group)
      let mine = traits[root][keyPath: bits]
      var start = 0
      forEachBit(mine) { start = max(start, next[$0]) }
      let end = min(start + Self.attempts, places.count)
      let found =
        start >= end
        ? nil
        : (start..<end).first { place in
          places[place] == root
            || traits[places[place]][keyPath: bits] & mine == 0 && mayJoin(traits[places[place]], traits[root])
        }
      if let found {
        if places[found] != root { join(places[found], root, on: basis) }
        places[found] = min(places[found], root)
      } else if places.last != root {
        places.append(root)
      }
      forEachBit(mine) { bit in
        while next[bit] < places.count, traits[places[next[bit]]][keyPath: bits] & 1 << UInt64(bit) != 0 {
          next[bit] += 1
        }
      }
    }
  }

  /// Joins groups of different tools whose ranges of lines overlap, each with the nearest before it.
  ///
  /// - Parameter bucket: Groups in the order of their first lines.
  mutating func sweep(_ bucket: [Int], on basis: MergeBasis, if mayJoin: (Traits, Traits) -> Bool) {
    // The latest group of each tool.
    var (latest, present) = ([Int](repeating: -1, count: 64), UInt64(0))
    for group in bucket {
      var root = root(group)
      var nearest: Int?
      forEachBit(present & ~traits[root].tools) { bit in
        latest[bit] = self.root(latest[bit])
        let other = latest[bit]
        guard other != root, traits[other].tools & traits[root].tools == 0, traits[other].overlaps(traits[root]),
          mayJoin(traits[other], traits[root])
        else { return }
        if nearest.map({ isNearer(other, $0) }) ?? true { nearest = other }
      }
      if let nearest {
        join(nearest, root, on: basis)
        root = min(nearest, root)
      }
      present |= traits[root].tools
      forEachBit(traits[root].tools) { latest[$0] = root }
    }
  }

  private func isNearer(_ one: Int, _ other: Int) -> Bool {
    let (a, b) = (traits[one].lines.lowerBound, traits[other].lines.lowerBound)
    return a != b ? a > b : one < other
  }
}

private func forEachBit(_ bits: UInt64, _ body: (Int) -> Void) {
  var rest = bits
  while rest != 0 {
    body(rest.trailingZeroBitCount)
    rest &= rest - 1
  }
}

/// Groups that have a key in common, in the order in which the keys occur.
struct Buckets<Key: Hashable>: Sequence {
  private var buckets: [[Int]] = []

  init(_ groups: Range<Int>, by key: (Int) -> Key?) {
    var numbers: [Key: Int] = [:]
    for group in groups {
      guard let key = key(group) else { continue }
      if let number = numbers[key] {
        buckets[number].append(group)
      } else {
        numbers[key] = buckets.count
        buckets.append([group])
      }
    }
  }

  func makeIterator() -> some IteratorProtocol<[Int]> { buckets.makeIterator() }
}

/// A rule's name without the tool's in front of it, which some formats add: `zizmor/artipacked`.
private func withoutTool(_ rule: InternedString, _ tool: String) -> InternedString {
  let (bytes, prefix) = (rule.utf8, tool.utf8Span.span)
  guard bytes.count > prefix.count + 1, bytes[prefix.count] == UInt8(ascii: "/"),
    prefix.indices.allSatisfy({ bytes[$0] == prefix[$0] })
  else { return rule }
  return InternedString(utf8: bytes.extracting(prefix.count + 1..<bytes.count))
}

extension InternedString {
  fileprivate var nonEmpty: InternedString? { utf8.count == 0 ? nil : self }
}

/// The type and the name of a resource of Terraform, without modules and index: `aws_s3_bucket.logs`. Nil for the name
/// of anything else, which tools spell differently.
func terraformResource(_ text: InternedString) -> InternedString? {
  let parts = text.wrappedValue.prefix { $0 != "[" }.split(separator: ".")
  guard parts.count >= 2, let name = parts.last, parts[parts.count - 2].contains("_") else { return nil }
  let type = parts[parts.count - 2]
  guard type.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") }) else {
    return nil
  }
  return InternedString("\(type).\(name)")
}
