/// Where a change is judged, for evidence that is not required everywhere.
package enum CheckPlace: String, CaseIterable, Codable, Sendable {
  /// Commits are judged, by a CI job or anybody else; and whatever a CI job judges.
  case ci
  /// What is staged is judged before it is committed, on the machine of a developer.
  case hook
}
