import Model

extension ReportBuilder {
  /// Adds a result, and one observation for each further place where its tool found it. Fingerprints describe the first
  /// place only.
  mutating func add(_ observation: Observation, alsoAt places: [Location]) {
    observations.append(observation)
    guard !places.isEmpty else { return }
    var known: Set<Location> = [observation.location]
    for place in places where known.insert(place).inserted {
      var other = observation
      (other.location, other.fingerprints) = (place, Fingerprints())
      observations.append(other)
    }
  }
}
