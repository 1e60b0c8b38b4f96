import Documents
import Model

/// Whether each finding was there before the change, and what the base had besides (law 7).
struct History {
  /// One for each finding.
  private(set) var newness: [Interned<Newness.Grounds>] = []
  /// When reports on the base say that it was first seen; nil where they do not.
  private(set) var firstSeen: [Timestamp?]
  /// What the base had and the head has not, in the order of ids.
  private(set) var resolved: [Finding] = []

  init(_ findings: [Finding], in context: Context) {
    firstSeen = [Timestamp?](repeating: nil, count: findings.count)
    guard let base = context.baseFindings else {
      newness = inParallel(over: findings.indices) { $0.map { Interned(grounds(of: findings[$0], in: context)) } }
      return
    }
    let match = Matching(findings, base, context.changes)
    let packages = Set(base.lazy.compactMap(\.packageAndPlace))
    for index in findings.indices {
      if let partner = match.partners[index] {
        firstSeen[index] = base[partner.base].firstSeen
        newness.append(Interned(Newness.Grounds(.inherited, because: partner.because)))
      } else {
        newness.append(Interned(grounds(ofUnmatched: findings[index], in: context, knownPackages: packages)))
      }
    }
    resolved = base.indices.filter { !match.isMatched[$0] }.map { base[$0] }.inOrder
  }
}

/// Without reports on the base the diff alone tells.
private func grounds(of finding: Finding, in context: Context) -> Newness.Grounds {
  guard context.changes != nil else { return Newness.Grounds(.unknown, because: "there is no base to compare with") }
  switch touch(finding, in: context) {
  case .noFile: return Newness.Grounds(.unknown, because: "it is in no file, and nobody scanned the base")
  case .lines: return Newness.Grounds(.introduced, because: "the change touches its lines")
  case .file(let because): return Newness.Grounds(.introduced, because: because)
  case .nothing(let because): return Newness.Grounds(.inherited, because: because)
  }
}

/// The base was scanned and does not have it.
private func grounds(
  ofUnmatched finding: Finding, in context: Context, knownPackages: Set<Site>
) -> Newness.Grounds {
  guard context.changes != nil else {
    return Newness.Grounds(.introduced, because: "the reports on the base do not have it")
  }
  if let package = finding.packageAndPlace, knownPackages.contains(package) {
    return Newness.Grounds(
      .surfaced, because: "the base has the same version of the package, without this vulnerability")
  }
  switch touch(finding, in: context) {
  case .noFile: return Newness.Grounds(.introduced, because: "the reports on the base do not have it")
  case .lines:
    return Newness.Grounds(.introduced, because: "the change touches its lines, and the base does not have it")
  case .file(let because): return Newness.Grounds(.introduced, because: "\(because), and the base does not have it")
  case .nothing(let because):
    return Newness.Grounds(.surfaced, because: "\(because), yet the reports on the base do not have it")
  }
}

/// What of a finding the change touches.
private enum Touch {
  case lines, noFile
  case file(because: String), nothing(because: String)
}

private func touch(_ finding: Finding, in context: Context) -> Touch {
  // Any witness's place will do: tools point at different lines of one problem.
  var (hasPath, hasLines) = (false, false)
  for index in finding.witnesses.indices {
    let location = finding.witnesses[index].location
    // A path inside an image is no file of the repository.
    guard let path = location.path, location.image == nil else { continue }
    guard let change = context.changes?[path] else {
      hasPath = hasPath || context.isInHead?(path) ?? true
      continue
    }
    hasPath = true
    guard let line = location.startLine, !finding.kind.isDependency else {
      return .file(because: "the change touches \(path)")
    }
    if LineMap(change).touches(line...max(line, location.endLine ?? line)) { return .lines }
    hasLines = true
  }
  guard hasPath else { return .noFile }
  return .nothing(
    because: hasLines ? "its lines are not touched by this change" : "its file is not touched by this change")
}

extension Finding {
  /// The package in its version, and where it is; nil for what is in no package.
  fileprivate var packageAndPlace: Site? {
    guard kind.isDependency, component != nil else { return nil }
    var site = Site(of: witnesses[0], in: witnesses[0].component.map(Package.init))
    site.image = site.lastingImage
    return site
  }
}
