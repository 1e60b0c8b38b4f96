import Interning
import Model

/// A cache of the packages of one report by the properties stated, since a package occurs once for each of its
/// vulnerabilities.
///
/// It is a class so that all readers of the report share one cache.
final class StatedPackages {
  /// Four interned strings in two integers, which are cheaper to hash.
  private struct Key: Hashable {
    let (purlAndName, ecosystemAndVersion): (UInt64, UInt64)

    init(_ purl: InternedString, _ ecosystem: InternedString, _ name: InternedString, _ version: InternedString) {
      purlAndName = UInt64(purl.number) << 32 | UInt64(name.number)
      ecosystemAndVersion = UInt64(ecosystem.number) << 32 | UInt64(version.number)
    }
  }
  private var known: [Key: Interned<Component>] = [:]

  func package(
    purl: InternedString?, ecosystem: InternedString?, name: InternedString, version: InternedString?
  ) -> Interned<Component> {
    let key = Key(purl ?? .empty, ecosystem ?? .empty, name, version ?? .empty)
    if let package = known[key] { return package }
    let package = Interned(Component(stated: purl, ecosystem: ecosystem, name: name, version: version))
    known[key] = package
    return package
  }
}
