import Interning

extension ReportBuilder {
  /// Drops fingerprints that identify nothing: a placeholder for people who are not logged in, and a value that all results
  /// of a run share though they are different problems. Who trusts those folds everything into one.
  mutating func dropEmptyFingerprints() {
    var start = observations.startIndex
    while start < observations.endIndex {
      let scan = observations[start].$scan
      var (tallies, end) = ([Tally](), start)
      while end < observations.endIndex, observations[end].$scan == scan {
        count(&tallies, at: end)
        end += 1
      }
      let shared = tallies.filter { $0.isShared && $0.isOfSeveral || isPlaceholder($0.value) }
      if !shared.isEmpty { drop(shared, from: start..<end) }
      start = end
    }
  }

  /// Tools give one, two or three fingerprints, so a list is searched sooner than a table.
  private func count(_ tallies: inout [Tally], at index: Int) {
    for (name, value) in observations[index].fingerprints {
      if let known = tallies.firstIndex(where: { $0.name == name }) {
        guard tallies[known].isShared else { continue }
        tallies[known].isShared = tallies[known].value == value
        if !tallies[known].isOfSeveral { tallies[known].isOfSeveral = differ(index, tallies[known].first) }
      } else {
        tallies.append(Tally(name: name, value: value, first: index))
      }
    }
  }

  private func differ(_ one: Int, _ other: Int) -> Bool {
    observations[one].$ruleId != observations[other].$ruleId
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

/// Semgrep writes the words where the user is not logged in.
private func isPlaceholder(_ value: InternedString) -> Bool { value == placeholder || value == .empty }
private let placeholder = InternedString("requires login")

/// What is known of one fingerprint of a run.
private struct Tally {
  let name: InternedString
  let value: InternedString
  /// The first observation that has it.
  let first: Int
  var isShared = true
  var isOfSeveral = false
}
