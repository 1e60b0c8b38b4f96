import Interning
import PackageURL

/// A name of a container image, from a reference (`ghcr.io/acme/app:1`) or a purl (`pkg:oci/app@sha256:…?repository_url=…`),
/// compared as far as both names go.
struct ImageName {
  /// The segments of the path, with the registry first where it is stated.
  private let path: [Substring]
  private let (tag, digest): (String?, String?)

  /// The last segment of the path.
  var last: ExactText { ExactText(String(path[path.count - 1])) }

  /// - Parameter reference: `[registry/]path[:tag][@digest]`, as container runtimes take it.
  init?(reference: String) {
    guard !reference.contains("://"), !reference.hasPrefix("pkg:") else { return nil }
    let parts = reference.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    var segments = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard let last = segments.popLast() else { return nil }
    let words = last.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard !words[0].isEmpty else { return nil }
    path = segments + [words[0]]
    tag = words.count > 1 ? String(words[1]) : nil
    digest = parts.count > 1 ? String(parts[1]) : nil
  }

  /// The image that a purl of type `oci` or `docker` names (purl-spec, types/oci and types/docker); nil for other types.
  init?(_ purl: PURL) {
    guard purl.type == "oci" || purl.type == "docker" else { return nil }
    let qualifiers = purl.qualifiers
    let own = [purl.namespace, purl.name].compactMap(\.self).joined(separator: "/")
    path = (qualifiers["repository_url"] ?? own).split(separator: "/")
    guard !path.isEmpty else { return nil }
    let isDigest = purl.version?.hasPrefix("sha") ?? false
    digest = isDigest ? purl.version : nil
    tag = qualifiers["tag"] ?? (isDigest ? nil : purl.version)
  }

  /// Whether both may be names of one image: what one of them leaves out, it does not contradict.
  func mayBe(_ other: ImageName) -> Bool {
    func agree(_ one: String?, _ other: String?) -> Bool { one == nil || other == nil || one == other }
    return zip(path.reversed(), other.path.reversed()).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
      && agree(tag, other.tag) && agree(digest, other.digest)
  }
}
