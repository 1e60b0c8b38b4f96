import Interning
import Model

/// Matches each finding of the head with at most one finding of the base, by the strongest evidence first.
///
/// Counts are not evidence, because a change may fix one problem in a file and introduce another one. A finding that
/// nothing links to the base is new.
///
/// - Parameters:
///   - laterCount: The number of findings at the beginning of `base` that came after the commit with which the head is
///     compared. Their places are not of its files, so they are matched by what they are and not by their lines.
///   - laterPlaces: For each of these, the line of that commit after which the base branch adds its line (`LineMap.insertion`).
///   - context: The lines around a finding of the head (true) or the base (false); nil when they are not known.
package func matchFindings(
  _ head: [Finding], with base: [Finding], laterCount: Int = 0, laterPlaces: [Int?] = [], changes: FileChanges?,
  context: (Finding, Bool) -> LineContext? = { _, _ in nil }
) -> BaseMatches {
  let matching = Matching(head, base, laterCount, laterPlaces, changes, context)
  let packages = Set(base.lazy.compactMap(\.packageAndLocation))
  return BaseMatches(
    partners: matching.partners, isMatched: matching.isMatched,
    isPackageInBase: head.map { $0.packageAndLocation.map(packages.contains) ?? false }, laterCount: laterCount)
}

/// The matches that were found so far. Those by places are in `MatchingByPlace.swift`.
struct Matching {
  private(set) var partners: [BaseMatches.Partner?]
  private(set) var isMatched: [Bool]
  let head: [Finding]
  let base: [Finding]
  /// The number of findings of the base that have no place in the files with which the head is compared. They come first.
  let laterCount: Int
  private let laterPlaces: [Int?]
  let changes: FileChanges?
  /// The observations of all findings, those of the base first.
  private let input: CorrelationInput
  private let ranges: [Range<Int>]

  init(
    _ head: [Finding], _ base: [Finding], _ laterCount: Int, _ laterPlaces: [Int?], _ changes: FileChanges?,
    _ context: (Finding, Bool) -> LineContext?
  ) {
    (self.head, self.base, self.laterCount, self.changes) = (head, base, laterCount, changes)
    self.laterPlaces = laterPlaces
    var (observations, ranges) = ([Observation](), [Range<Int>]())
    for finding in [base, head].joined() {
      let start = observations.count
      observations += finding.observations
      ranges.append(start..<observations.count)
    }
    (input, self.ranges) = (CorrelationInput(observations), ranges)
    partners = Array(repeating: nil, count: head.count)
    isMatched = Array(repeating: false, count: base.count)
    matchIdentical()
    for group in openGroups() {
      matchDiscriminators(group)
      matchContexts(group.head.map(\.index), group.base.map(\.index), "the base has it too") { context($0, $1)?.around }
      matchLines(group)
    }
    matchMoved(context)
    matchAliases()
    matchTakenOver()
  }

  mutating func join(_ head: Int, _ base: Int, because: String) {
    partners[head] = BaseMatches.Partner(base: base, because: because)
    isMatched[base] = true
  }

  func identities(ofBase index: Int) -> [Identity] { identities(ranges[index]) }
  func identities(ofHead index: Int) -> [Identity] { identities(ranges[base.count + index]) }

  /// The identities of a finding, of which one in common with another finding is enough: not each scan has the same tools.
  private func identities(_ members: Range<Int>) -> [Identity] {
    let (members, observations) = (Array(members), input.observations)
    return Identity.all(of: members.span, in: observations, of: input, at: input.mergeKey(of: members[0]))
  }

  // MARK: - Unchanged

  /// Matches findings with equal id and equal line or version, which are most findings of most changes.
  private mutating func matchIdentical() {
    var byID: [String: Int] = [:]
    byID.reserveCapacity(base.count)
    for index in base.indices { for alias in base[index].aliases { byID[alias] = index } }
    for index in base.indices { byID[base[index].id] = index }
    var maps: [InternedString: LineMap] = [:]
    for index in head.indices {
      let names = [head[index].id] + head[index].aliases
      guard let same = names.lazy.compactMap({ byID[$0] }).first(where: { !isMatched[$0] }) else { continue }
      // An id says which of the lines of its text is meant, where that text is known.
      if head[index].isLineBound, !head[index].isTextKnown {
        guard same >= laterCount, let line = head[index].location.startLine,
          let path = head[index].location.$path.interned
        else {
          continue
        }
        guard oldPath(of: path, in: changes) != nil, let old = base[same].location.startLine else { continue }
        if let change = changes?[path] {
          let map = maps[path] ?? LineMap(change)
          maps[path] = map
          guard map.base(of: line) == old else { continue }
        } else {
          guard line == old else { continue }
        }
      } else {
        guard head[index].component?.version == base[same].component?.version, !isElsewhere(index, same) else {
          continue
        }
      }
      join(index, same, because: "the base has it too")
    }
  }

  /// Whether a finding is on a line that the change adds, and one with its id is on a line that the base branch has got since, but
  /// not there. Ids number the lines of one text in one file, so each may be the first one, and after a merge there are two.
  private func isElsewhere(_ index: Int, _ same: Int) -> Bool {
    guard same < laterCount, head[index].isLineBound, let line = head[index].location.startLine,
      let change = head[index].location.$path.interned.flatMap({ changes?[$0] })
    else { return false }
    let map = LineMap(change)
    guard map.touches(line...line), map.origin(of: line) == nil else { return false }
    guard same < laterPlaces.count, let place = laterPlaces[same] else { return true }
    return map.insertion(of: line) != place
  }

  // MARK: - Groups

  /// The findings of one subject in one file, sorted by line.
  struct Group {
    var head: [(index: Int, identity: Identity)] = []
    var base: [(index: Int, identity: Identity)] = []
  }

  /// The properties that findings must share to be compared.
  private struct Key: Hashable {
    let findingClass: FindingClass
    let subject: InternedString
    let position: InternedString
    let image: InternedString

    init(_ identity: Identity, at position: InternedString) {
      (findingClass, subject, self.position, image) = (
        identity.findingClass, identity.subject, position, identity.image
      )
    }
  }

  /// The groups with unmatched findings, including their matched members, because a discriminator that several findings
  /// have is ambiguous.
  private func openGroups() -> [Group] {
    var paths = Set<InternedString?>()
    for index in base.indices where !isMatched[index] { paths.insert(path(ofBase: index)) }
    for index in head.indices where partners[index] == nil {
      let path = head[index].observations[0].location.$path.interned
      paths.insert(path.flatMap { oldPath(of: $0, in: changes) })
    }
    var groups: [Key: Group] = [:]
    for index in base.indices where paths.contains(path(ofBase: index)) {
      for identity in identities(ofBase: index) {
        groups[Key(identity, at: identity.position), default: Group()].base.append((index, identity))
      }
    }
    for index in head.indices {
      let path = head[index].observations[0].location.$path.interned
      guard paths.contains(path.flatMap { oldPath(of: $0, in: changes) }) else { continue }
      for identity in identities(ofHead: index) {
        guard let position = oldPath(of: identity.position, in: changes) else { continue }
        groups[Key(identity, at: position), default: Group()].head.append((index, identity))
      }
    }
    return groups.values.filter { !$0.head.isEmpty && !$0.base.isEmpty }.map(sorted)
  }

  private func path(ofBase index: Int) -> InternedString? { base[index].observations[0].location.$path.interned }

  private func sorted(_ group: Group) -> Group {
    func isBefore(_ one: Finding, _ other: Finding) -> Bool {
      (one.location.startLine ?? 0, one.id) < (other.location.startLine ?? 0, other.id)
    }
    return Group(
      head: group.head.sorted { isBefore(head[$0.index], head[$1.index]) },
      base: group.base.sorted { isBefore(base[$0.index], base[$1.index]) })
  }

  // MARK: - By content

  /// Matches findings with equal discriminators (fingerprint, resource, secret or package): first in the same version,
  /// then in any.
  private mutating func matchDiscriminators(_ group: Group) {
    matchDiscriminators(group) { [ExactText($0.discriminatorText), ExactText($1.component?.version ?? "")] }
    matchDiscriminators(group) { identity, _ in [ExactText(identity.discriminatorText)] }
  }

  private mutating func matchDiscriminators(_ group: Group, by key: (Identity, Finding) -> [ExactText]) {
    var counts: (head: [[ExactText]: Int], base: [[ExactText]: Int]) = ([:], [:])
    var pending: [[ExactText]: [Int]] = [:]
    for (index, identity) in group.head { counts.head[key(identity, head[index]), default: 0] += 1 }
    for (index, identity) in group.base.reversed() {
      let key = key(identity, base[index])
      counts.base[key, default: 0] += 1
      if !isMatched[index] && identity.discriminator != nil { pending[key, default: []].append(index) }
    }
    for (index, identity) in group.head where partners[index] == nil && identity.discriminator != nil {
      // Of two lines of one text the ids say whether they are one, and the lines around.
      if identity.isByText { continue }
      let key = key(identity, head[index])
      // A discriminator that several findings have does not distinguish them, so their lines must.
      let isAmbiguous = counts.head[key] ?? 0 > 1 || counts.base[key] ?? 0 > 1
      guard !(isAmbiguous && identity.isLineBound), let same = pending[key]?.popLast() else { continue }
      join(index, same, because: "the base has it too")
    }
  }

  // MARK: - By alias

  /// Matches findings of one package at one location that have another name of the vulnerability in common.
  private mutating func matchAliases() {
    var named: [[ExactText]: Int] = [:]
    for index in base.indices where !isMatched[index] && base[index].kind.isDependency {
      for identity in identities(ofBase: index) {
        for name in base[index].ids { named[key(identity, identity.position, name)] = index }
      }
    }
    guard !named.isEmpty else { return }
    let pending = head.indices.filter { partners[$0] == nil && head[$0].kind.isDependency }
    for index in pending.sorted(by: { head[$0].$id < head[$1].$id }) {
      guard let same = otherwiseNamed(index, named) else { continue }
      join(index, same, because: "the base has it under another name")
    }
  }

  /// The open finding of the base that has a name of this finding of the head.
  private func otherwiseNamed(_ index: Int, _ named: [[ExactText]: Int]) -> Int? {
    for identity in identities(ofHead: index) {
      guard let position = oldPath(of: identity.position, in: changes) else { continue }
      let found = head[index].ids.lazy.compactMap { named[key(identity, position, $0)] }
      if let same = found.first(where: { !isMatched[$0] }) { return same }
    }
    return nil
  }

  private func key(_ identity: Identity, _ position: InternedString, _ name: String) -> [ExactText] {
    [position.wrappedValue, identity.image.wrappedValue, identity.discriminatorText, uppercasedASCII(name)]
      .map(ExactText.init)
  }
}

extension Identity {
  var discriminatorText: String {
    guard let discriminator else { return "" }
    return [discriminator.name.wrappedValue, discriminator.value.wrappedValue].compactMap(\.self)
      .joined(separator: "\u{0}")
  }
}

extension Identity {
  /// Whether the discriminator is the text of a line.
  fileprivate var isByText: Bool { discriminator?.name.interned == lineFingerprintName }

  /// Whether findings with equal discriminators in one file are distinguished by their lines only. Equal values are one
  /// secret, but equal lines are not.
  fileprivate var isLineBound: Bool {
    switch findingClass {
    case .code, .infrastructure: true
    case .secret: discriminator.map { !$0.name.isNil } ?? false
    case .dependency, .service, .license: false
    }
  }
}

extension Finding {
  /// Whether only its line distinguishes the finding from others of its identity (`Identity.isLineBound`).
  var isLineBound: Bool {
    switch FindingClass.of(observations[0]) {
    case .code, .infrastructure: true
    case .secret: !observations.contains { $0.knownSecret != nil }
    case .dependency, .service, .license: false
    }
  }
}

extension Finding {
  /// Whether the text of its line is known, which its ids contain.
  fileprivate var isTextKnown: Bool {
    observations.allSatisfy {
      $0.fingerprints[lineFingerprintName] != nil || $0.$origin.interned?.wrappedValue.text != nil
    }
  }
}

/// The path of a file at the base; nil when the change adds the file.
private func oldPath(of path: InternedString, in changes: FileChanges?) -> InternedString? {
  guard let change = changes?[path] else { return path }
  switch change.status {
  case .added, .copied: return nil
  case .renamed: return change.oldPath.map { InternedString($0) } ?? path
  case .modified, .deleted, .typeChanged: return path
  }
}

extension Finding {
  /// The package with its version and its location; nil for findings that are not in a package.
  fileprivate var packageAndLocation: MergeKey? {
    guard kind.isDependency, component != nil else { return nil }
    var mergeKey = MergeKey(of: observations[0], in: observations[0].component.map(Package.init))
    mergeKey.image = mergeKey.lastingImage
    return mergeKey
  }
}
