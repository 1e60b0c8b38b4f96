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
    if hasSameDetails(observations[one], observations[other]) { return nil }
    return isLess(details(of: observations[one]), details(of: observations[other]))
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

extension CorrelationInput {
  /// Whether the values in `details` are equal, compared without creating strings.
  private func hasSameDetails(_ one: Observation, _ other: Observation) -> Bool {
    var (here, there) = (one.location, other.location)
    (here.layer, there.layer) = (nil, nil)
    if here.$url != there.$url, url(of: one) == url(of: other) { here.$url = there.$url }
    return here == there && one.$secretDigest == other.$secretDigest && one.$component == other.$component
      && one.kind == other.kind && (one.isPackageKnown || one.fingerprints == other.fingerprints)
  }

  /// The values that tell two observations of one tool apart, apart from location and rule.
  private func details(of one: Observation) -> [InternedOptional<String>] {
    [
      one.location.$path, url(of: one), one.location.$method, one.location.$parameter, one.location.$resource,
      one.location.$image, one.$secretDigest,
      InternedOptional(one.component?.purl?.description ?? one.component?.name), one.component?.$version ?? .none,
      one.component?.$ecosystem ?? .none, InternedOptional(one.kind.rawValue),
    ] + (one.isPackageKnown ? [] : one.fingerprintTexts)
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
  /// False for a vulnerability of a dependency that names no package: then its fingerprint alone may tell it from another.
  fileprivate var isPackageKnown: Bool { !kind.isDependency || !$component.isNil }

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
