import Interning
import Model

extension CorrelationInput {
  /// The canonical order of observations with equal merge keys: by location, then by content. The position in the
  /// reports comes last, so that it decides only between observations with equal content, and findings do not depend on
  /// the order of the reports.
  func isBefore(_ one: Int, _ other: Int) -> Bool {
    isContentBefore(one, other) ?? isSourceBefore(observations[one], observations[other])
  }

  /// Orders by location, content and tool; nil when these are equal.
  private func isContentBefore(_ one: Int, _ other: Int) -> Bool? {
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

  /// The order in which findings of equal identity are numbered: by location and version, then by content, but never by
  /// severity.
  func isNumberedBefore(_ one: Int, _ other: Int) -> Bool {
    let (a, b) = (observations[one], observations[other])
    if a.location.startLine != b.location.startLine { return (a.location.startLine ?? 0) < (b.location.startLine ?? 0) }
    if a.location.startColumn != b.location.startColumn {
      return (a.location.startColumn ?? 0) < (b.location.startColumn ?? 0)
    }
    let versions = [a, b].map { [$0.component?.$version ?? .none] }
    if let isBefore = isLess(versions[0], versions[1]) ?? isContentBefore(one, other) { return isBefore }
    if let isBefore = isLess([a.location.$layer], [b.location.$layer]) { return isBefore }
    return a.scan.report != b.scan.report ? a.scan.report < b.scan.report : a.at < b.at
  }

  /// Whether two observations are exact duplicates: equal tool, rule, location and content.
  func isDuplicate(_ one: Int, _ other: Int) -> Bool { isContentBefore(one, other) == nil }
}

extension Observation {
  /// Whether the values in `details` are equal, compared without creating strings.
  fileprivate func hasSameDetails(as other: Observation) -> Bool {
    var (here, there) = (location, other.location)
    (here.layer, there.layer) = (nil, nil)
    return here == there && $secretDigest == other.$secretDigest && $component == other.$component && kind == other.kind
      && (isPackageKnown || fingerprints == other.fingerprints)
  }

  /// False for a vulnerability of a dependency that names no package: then its fingerprint alone may tell it from another.
  private var isPackageKnown: Bool { !kind.isDependency || !$component.isNil }

  /// The values that tell two observations of one tool apart, apart from location and rule.
  fileprivate var details: [InternedOptional<String>] {
    [
      location.$path, location.$url, location.$method, location.$parameter, location.$resource, location.$image,
      $secretDigest, InternedOptional(component?.purl?.description ?? component?.name),
      component?.$version ?? .none, component?.$ecosystem ?? .none, InternedOptional(kind.rawValue),
    ] + (isPackageKnown ? [] : fingerprintTexts)
  }
}

/// Orders observations with equal content: the more severe first, then by the position in the reports.
private func isSourceBefore(_ one: Observation, _ other: Observation) -> Bool {
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

/// Orders two lists by bytes, with missing values first; nil when they are equal.
private func isLess(_ one: [InternedOptional<String>], _ other: [InternedOptional<String>]) -> Bool? {
  for (a, b) in zip(one, other) where a != b {
    guard let a = a.interned, let b = b.interned else { return a.isNil }
    return a < b
  }
  return one.count == other.count ? nil : one.count < other.count
}
