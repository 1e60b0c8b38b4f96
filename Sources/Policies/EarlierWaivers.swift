import Interning
import Model

/// The waivers that the base branch has had, as the versions of its waiver file show them.
///
/// A finding may be waived for so long as the policy allows, however many waivers that takes. When a waiver began is no
/// claim of its author: it is the day on which the base branch got it, or the later one from which it was in force.
package struct EarlierWaivers: Sendable {
  /// A waiver of a version of the waiver file.
  package struct Entry: Sendable {
    package var waiver: Waiver
    /// When the version came to the first-parent line of the base branch.
    package var arrived: Timestamp
    /// The full id of the commit with which it came.
    package var commit: String

    package init(_ waiver: Waiver, arrived: Timestamp, by commit: String) {
      (self.waiver, self.arrived, self.commit) = (waiver, arrived, commit)
    }

    /// The day from which it could suppress.
    fileprivate var start: Day { max(waiver.created, arrived.day) }
  }

  package var entries: [Entry]
  /// Whether there are versions that were not read: the clone does not have them, or they are too long.
  package var isCut: Bool

  package init(_ entries: [Entry] = [], isCut: Bool = false) { (self.entries, self.isCut) = (entries, isCut) }

  /// The history in which each id of a finding means the findings that it meant then.
  package mutating func resolve(_ meant: [ExactText: Set<InternedString>]) {
    for index in entries.indices {
      if let id = entries[index].waiver.finding, let findings = meant[ExactText(id)] {
        entries[index].waiver.match.meant = findings
      }
    }
  }
}

extension EarlierWaivers {
  /// The history in which the paths of waivers mean the files that they meant then, also those that were renamed since.
  ///
  /// - Parameter formerPath: The path that a file of today had at a commit.
  package mutating func follow<Failure>(
    _ findings: [Finding], _ formerPath: (InternedString, String) throws(Failure) -> InternedString
  ) throws(Failure) {
    let named = entries.filter { $0.waiver.match.path != nil }
    guard !named.isEmpty else { return }
    let positions = entries.indices.filter { entries[$0].waiver.match.path != nil }
    let anywhere = named.map { entry in
      var waiver = entry.waiver
      waiver.match.path = nil
      return waiver
    }
    // Compared are the findings that a waiver covers but for its path, and not all with all.
    let index = WaiverIndex(anywhere)
    for finding in findings {
      for found in index.positions(for: finding) where anywhere[found].mayCover(finding) {
        guard let pattern = named[found].waiver.match.path else { continue }
        for part in FindingParts(of: finding).all where anywhere[found].covers(part) {
          guard let path = part.observation.repositoryPath.interned, !pattern.matches(path.wrappedValue),
            pattern.matches(try formerPath(path, named[found].commit).wrappedValue)
          else { continue }
          entries[positions[found]].waiver.match.laterPaths.insert(path)
        }
      }
    }
  }
}

/// How long findings have been waived, and how often that was renewed.
struct WaiverLives: Sendable {
  private let history: EarlierWaivers
  private let index: WaiverIndex
  /// The positions of the entries by the ids of the waivers.
  private let positions: [ExactText: [Int]]
  private let terms: Policy.WaiverTerms

  init(_ history: EarlierWaivers, _ terms: Policy.WaiverTerms) {
    (self.history, self.terms) = (history, terms)
    index = WaiverIndex(history.entries.map(\.waiver))
    positions = Dictionary(grouping: history.entries.indices) { ExactText(history.entries[$0].waiver.id) }
  }

  /// The days on which the base branch had a waiver of a finding, by the versions of it that cover the finding. None are known of
  /// a time before its first version arrived, whatever it says itself.
  func days(of waiver: Waiver, on finding: Finding, _ parts: FindingParts) -> [ClosedRange<Day>] {
    if waiver.isTakenAsApproved { return [waiver.created...waiver.until] }
    let versions = (positions[ExactText(waiver.id)] ?? []).map { history.entries[$0] }
    return versions.compactMap { version in
      let until = min(version.waiver.until, waiver.until)
      guard version.waiver.created == waiver.created, version.start <= until,
        version.waiver.coversWhole(finding, parts)
      else { return nil }
      return version.start...until
    }
  }

  /// The obstacle for a waiver that covers a finding and is valid on its own: together with those before it, it lasts too
  /// long, or it is one renewal too many. Nil when there is none.
  func obstacle(for waiver: Waiver, on finding: Finding, _ parts: FindingParts) -> Suppressor.Obstacle? {
    let before = entries(for: finding, parts)
    if let most = terms.renewals {
      if history.isCut { return .renewalsUnknown(most: most) }
      let times = renewals(upTo: waiver.until, in: before)
      if times > most { return .renewed(times: times, most: most) }
    }
    guard let most = most(for: finding) else { return nil }
    let start = min(waiver.created, before.map(\.start).min() ?? waiver.created)
    return waiver.until - start > most.days ? .outlived(since: start, days: waiver.until - start, most: most) : nil
  }

  /// The days that a waiver of today may last at most beside those before it; a negative number when none would count, and nil when
  /// there was none and the terms of the policy alone decide.
  func daysLeft(for finding: Finding, on today: Day) -> Int? {
    if terms.renewals != nil, history.isCut { return -1 }
    guard !index.positions(for: finding).isEmpty else { return nil }
    let before = entries(for: finding, FindingParts(of: finding))
    guard let start = before.map(\.start).min(), let last = before.map(\.waiver.until).max() else { return nil }
    // A waiver that is to help ends later than all before it.
    if let most = terms.renewals, renewals(upTo: max(last, today) + 1, in: before) > most { return -1 }
    return most(for: finding).map { min(start, today) + $0.days - today }
  }

  /// The waivers that the base has had for a part of a finding.
  private func entries(for finding: Finding, _ parts: FindingParts) -> [EarlierWaivers.Entry] {
    index.positions(for: finding).map { history.entries[$0] }.filter { $0.waiver.coversAny(finding, parts) }
  }

  /// How long all waivers of a finding may last together; nil where the policy sets no limit.
  private func most(for finding: Finding) -> TimeSpan? {
    terms.longest.most(for: finding.severity).map { .days($0.days * (1 + (terms.renewals ?? 0))) }
  }

  /// How often the end was put off, up to a day.
  private func renewals(upTo until: Day, in before: [EarlierWaivers.Entry]) -> Int {
    let ends = before.sorted { ($0.start, $0.waiver.until) < ($1.start, $1.waiver.until) }.map(\.waiver.until) + [until]
    var (last, count) = (ends[0], 0)
    for end in ends where end > last && end <= until { (last, count) = (end, count + 1) }
    return count
  }
}

extension Waiver {
  /// Whether the waiver covers at least a part of a finding.
  fileprivate func coversAny(_ finding: Finding, _ parts: FindingParts) -> Bool {
    mayCover(finding) && parts.all.contains(where: covers)
  }
}

extension Policy.WaiverTerms {
  /// The obstacle for every waiver of a finding that can be fixed, where waivers end with that. A fix of which nobody says
  /// is not known, and ends nothing.
  func fixObstacle(for finding: Finding) -> Suppressor.Obstacle? {
    guard endsWithFix, let fixed = finding.fixedVersions, !fixed.isEmpty else { return nil }
    return .fixed(in: fixed)
  }
}
