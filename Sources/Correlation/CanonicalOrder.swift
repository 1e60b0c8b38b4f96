import Interning
import Model

extension CorrelationInput {
  /// The order in which observations of one site are looked at: by where, then by what. Where they stand in the reports comes
  /// last, so that it only decides between those that say the same.
  func isBefore(_ one: Int, _ other: Int) -> Bool {
    isSaidBefore(one, other) ?? isStatedBefore(observations[one], observations[other])
  }

  /// By what was said and by whom; nil when the two say the same.
  private func isSaidBefore(_ one: Int, _ other: Int) -> Bool? {
    let (a, b) = (observations[one].location, observations[other].location)
    if a.startLine != b.startLine { return (a.startLine ?? 0) < (b.startLine ?? 0) }
    if a.startColumn != b.startColumn { return (a.startColumn ?? 0) < (b.startColumn ?? 0) }
    if a.endLine != b.endLine { return (a.endLine ?? 0) < (b.endLine ?? 0) }
    if observations[one].$ruleId != observations[other].$ruleId {
      return observations[one].$ruleId < observations[other].$ruleId
    }
    let tools = (tool(of: one), tool(of: other))
    if tools.0 != tools.1 { return tools.0 < tools.1 }
    if observations[one].$title != observations[other].$title {
      return observations[one].$title < observations[other].$title
    }
    if observations[one].hasSameDetails(as: observations[other]) { return nil }
    return isLess(observations[one].details, observations[other].details)
  }

  /// The order in which findings of equal identity are numbered: by place and version, then by what was said; never by how
  /// severe it was said to be.
  func isNumberedBefore(_ one: Int, _ other: Int) -> Bool {
    let (a, b) = (observations[one], observations[other])
    if a.location.startLine != b.location.startLine { return (a.location.startLine ?? 0) < (b.location.startLine ?? 0) }
    if a.location.startColumn != b.location.startColumn {
      return (a.location.startColumn ?? 0) < (b.location.startColumn ?? 0)
    }
    let versions = [a, b].map { [$0.component?.$version ?? .none] }
    if let isBefore = isLess(versions[0], versions[1]) ?? isSaidBefore(one, other) { return isBefore }
    if let isBefore = isLess([a.location.$layer], [b.location.$layer]) { return isBefore }
    return a.scan.report != b.scan.report ? a.scan.report < b.scan.report : a.at < b.at
  }

  /// Whether one tool says the same twice: same rule, same place, same words.
  func isSame(_ one: Int, _ other: Int) -> Bool { isSaidBefore(one, other) == nil }
}

extension Observation {
  /// Whether all that `details` names is the same, without making texts of it.
  fileprivate func hasSameDetails(as other: Observation) -> Bool {
    var (here, there) = (location, other.location)
    (here.layer, there.layer) = (nil, nil)
    return here == there && $secretDigest == other.$secretDigest && $component == other.$component && kind == other.kind
  }

  /// What else makes two statements of one tool different.
  fileprivate var details: [InternedOptional<String>] {
    [
      location.$path, location.$url, location.$method, location.$parameter, location.$resource, location.$image,
      $secretDigest, InternedOptional(component?.purl?.description ?? component?.name),
      component?.$version ?? .none, component?.$ecosystem ?? .none, InternedOptional(kind.rawValue),
    ]
  }
}

/// Between statements of the same: the more severe first, then by where they are written.
private func isStatedBefore(_ one: Observation, _ other: Observation) -> Bool {
  let (a, b) = (one.severity?.rawValue ?? 0, other.severity?.rawValue ?? 0)
  if a != b { return a > b }
  if one.state != other.state { return one.state.rawValue < other.state.rawValue }
  if one.scan.report != other.scan.report { return one.scan.report < other.scan.report }
  if one.at != other.at { return one.at < other.at }
  return isLess(one.fingerprintTexts, other.fingerprintTexts) ?? false
}

extension Observation {
  fileprivate var fingerprintTexts: [InternedOptional<String>] {
    (fingerprints.map { "\($0.name)=\($0.value)" }.sorted() + ids).map { InternedOptional($0) }
  }
}

/// By bytes; what is missing comes first.
private func isLess(_ one: [InternedOptional<String>], _ other: [InternedOptional<String>]) -> Bool? {
  for (a, b) in zip(one, other) where a != b {
    guard let a = a.interned, let b = b.interned else { return a.isNil }
    return a < b
  }
  return one.count == other.count ? nil : one.count < other.count
}
