import Interning

extension ReportBuilder {
  /// Removes fingerprints that identify nothing: placeholders, and values that different results of one run share.
  ///
  /// Keeping them would merge unrelated results into one finding.
  mutating func dropEmptyFingerprints() {
    var start = observations.startIndex
    while start < observations.endIndex {
      let scan = observations[start].$scan
      var (tallies, end) = ([Tally](), start)
      while end < observations.endIndex, observations[end].$scan == scan {
        count(&tallies, at: end)
        end += 1
      }
      let shared = tallies.filter { $0.isShared && $0.hasDifferentResults || isPlaceholder($0.value) }
      if !shared.isEmpty { drop(shared, from: start..<end) }
      start = end
    }
  }

  /// Tools give at most three fingerprints per result, so a linear search is faster than a dictionary.
  private func count(_ tallies: inout [Tally], at index: Int) {
    for (name, value) in observations[index].fingerprints {
      if let known = tallies.firstIndex(where: { $0.name == name }) {
        guard tallies[known].isShared else { continue }
        tallies[known].isShared = tallies[known].value == value
        if !tallies[known].hasDifferentResults {
          tallies[known].hasDifferentResults = differ(index, tallies[known].first)
        }
      } else {
        tallies.append(Tally(name: name, value: value, first: index))
      }
    }
  }

  /// Whether two observations are of different results. Those of one result with several locations share its position
  /// in the report.
  private func differ(_ one: Int, _ other: Int) -> Bool {
    guard observations[one].at != observations[other].at else { return false }
    return observations[one].$ruleId != observations[other].$ruleId
      || observations[one].location != observations[other].location
  }

  private mutating func drop(_ shared: [Tally], from run: Range<Int>) {
    for index in run {
      for tally in shared
      where tally.isShared || observations[index].fingerprints[tally.name].map(isPlaceholder) ?? false {
        observations[index].fingerprints[tally.name] = nil
      }
    }
  }
}

/// Semgrep writes this text as the fingerprint when the user is not logged in.
private func isPlaceholder(_ value: InternedString) -> Bool { value == placeholder || value == .empty }
private let placeholder = InternedString("requires login")

/// Counts one fingerprint name over the results of a run.
private struct Tally {
  let name: InternedString
  /// The value in the first observation that has it.
  let value: InternedString
  /// The index of the first observation that has it.
  let first: Int
  /// Whether all observations that have the fingerprint have this value.
  var isShared = true
  /// Whether at least two of them differ in rule or location.
  var hasDifferentResults = false
}
