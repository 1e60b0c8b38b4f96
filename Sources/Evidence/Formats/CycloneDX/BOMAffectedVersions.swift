import Model
import PackageURL

/// What a vulnerability says of versions of a component (CycloneDX 1.6, `affects.versions`): one version or a range, and
/// whether it is affected. A missing status means affected.
struct BOMAffectedVersion {
  var version: String?
  var range: String?
  var status: String?

  fileprivate var isUnaffected: Bool { status == "unaffected" }

  /// Whether the entry is about a version; nil when that is unknown.
  fileprivate func covers(_ installed: String, by scheme: VersionScheme) -> Bool? {
    if let version {
      return version.utf8.elementsEqual(installed.utf8) || scheme.compare(version, installed) == .equal
    }
    return range.flatMap { VersionRange($0) }.flatMap { $0.contains(installed) }
  }
}

extension BOMTarget {
  /// The version, if the target states one alone.
  var version: String? { versions.count == 1 ? versions[0].version : nil }

  /// Whether the component is stated to be unaffected: an entry for its version says so, and no other entry may say
  /// otherwise.
  func isUnaffected(_ component: Component?) -> Bool {
    guard versions.contains(where: \.isUnaffected) else { return false }
    guard let installed = component?.version ?? version else {
      return versions.allSatisfy { $0.isUnaffected && $0.range == nil }
    }
    let scheme = component?.purl.map { VersionScheme(ofType: $0.type, named: $0.name) } ?? .unknown
    let isStated = versions.contains { $0.isUnaffected && $0.covers(installed, by: scheme) == true }
    return isStated && versions.allSatisfy { $0.isUnaffected || $0.covers(installed, by: scheme) == false }
  }
}
