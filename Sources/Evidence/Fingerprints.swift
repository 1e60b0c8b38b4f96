import Interning
import Model

extension ReportBuilder {
  /// Removes fingerprints that identify nothing: placeholders, and values that different results of one run share, such as
  /// a digest of the rule and the file only.
  ///
  /// Keeping them would give unrelated results one identity. Where two lines have one text, both lose its digest; their
  /// lines tell them apart then.
  mutating func dropEmptyFingerprints() {
    var start = observations.startIndex
    while start < observations.endIndex {
      let scan = observations[start].$scan
      var (values, end) = (FingerprintValues(), start)
      while end < observations.endIndex, observations[end].$scan == scan {
        for (name, value) in observations[end].fingerprints where !isPlaceholder(value) && !isColumn(name) {
          let first = values.first(name, value, at: end)
          if differ(end, first) { values.markShared(name, value) }
        }
        end += 1
      }
      drop(values, from: start..<end)
      start = end
    }
  }

  /// Whether two observations are of different results. Those of one result with several locations share its position
  /// in the report.
  private func differ(_ one: Int, _ other: Int) -> Bool {
    guard one != other, observations[one].at != observations[other].at else { return false }
    return observations[one].$ruleId != observations[other].$ruleId
      || observations[one].location != observations[other].location
      || observations[one].location.startLine == nil && observations[one].$title != observations[other].$title
  }

  private mutating func drop(_ values: FingerprintValues, from run: Range<Int>) {
    for index in run {
      for (name, value) in observations[index].fingerprints
      where isPlaceholder(value) || values.isShared(name, value) {
        observations[index].fingerprints[name] = nil
      }
    }
  }
}

/// Semgrep writes this text as the fingerprint when the user is not logged in.
private func isPlaceholder(_ value: InternedString) -> Bool { value == placeholder || value == .empty }
private let placeholder = InternedString("requires login")

/// Whether a fingerprint is a column, which many results have in common and which identifies none (`primaryLocation…`).
private func isColumn(_ name: InternedString) -> Bool { name.utf8.begins(with: "primaryLocationStartColumn") }

/// The fingerprints of a run, each with the first observation that has it.
private struct FingerprintValues {
  private var index = HashIndex(slots: 1024)
  private var keys: [UInt64] = []
  private var firsts: [Int] = []
  private var shared: Set<UInt64> = []
  private let factor = UInt64.random(in: 0...UInt64.max) | 1

  /// The first observation that has a fingerprint; `current` if it is new.
  mutating func first(_ name: InternedString, _ value: InternedString, at current: Int) -> Int {
    let key = Self.key(name, value)
    if let known = index.position(of: hash(key), where: { keys[$0] == key }) { return firsts[known] }
    keys.append(key)
    firsts.append(current)
    index.insertLast(of: keys.count) { [keys, factor] in Self.hash(keys[$0], factor) }
    return current
  }

  mutating func markShared(_ name: InternedString, _ value: InternedString) { shared.insert(Self.key(name, value)) }

  func isShared(_ name: InternedString, _ value: InternedString) -> Bool {
    !shared.isEmpty && shared.contains(Self.key(name, value))
  }

  private static func key(_ name: InternedString, _ value: InternedString) -> UInt64 {
    UInt64(name.number) << 32 | UInt64(value.number)
  }

  private func hash(_ key: UInt64) -> UInt64 { Self.hash(key, factor) }

  private static func hash(_ key: UInt64, _ factor: UInt64) -> UInt64 {
    let product = (key ^ factor).multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }
}
