import Model

extension Report {
  /// Drops fingerprints that identify nothing: a placeholder for people who are not logged in, and a value that all results
  /// of a run share though they are different problems. Who trusts those folds everything into one.
  mutating func dropEmptyFingerprints() {
    var start = observations.startIndex
    while start < observations.endIndex {
      let scan = observations[start].scan
      let end = observations[start...].firstIndex { $0.scan !== scan } ?? observations.endIndex
      let shared = sharedNames(in: start..<end)
      for index in start..<end {
        for (name, value) in observations[index].fingerprints where shared.contains(name) || isPlaceholder(value) {
          observations[index].fingerprints[name] = nil
        }
      }
      start = end
    }
  }

  /// The names whose values say nothing in one run.
  private func sharedNames(in run: Range<Int>) -> Set<String> {
    var tallies: [String: Tally] = [:]
    for observation in observations[run] {
      for (name, value) in observation.fingerprints {
        tallies[name, default: Tally(value: value, first: observation)].add(value, of: observation)
      }
    }
    return Set(tallies.filter { $0.value.isShared && $0.value.isOfSeveral }.keys)
  }
}

/// Semgrep writes the words where the user is not logged in.
private func isPlaceholder(_ value: String) -> Bool { value.isEmpty || value == "requires login" }

/// What is known of one fingerprint of a run.
private struct Tally {
  let value: String
  let first: Observation
  var isShared = true
  var isOfSeveral = false

  init(value: String, first: Observation) { (self.value, self.first) = (value, first) }

  mutating func add(_ other: String, of observation: Observation) {
    guard isShared else { return }
    isShared = other == value
    isOfSeveral = isOfSeveral || observation.location != first.location || observation.ruleId != first.ruleId
  }
}
