import Interning
import Model

/// The packages of a report by what it states of them: each comes as often as it has vulnerabilities. A class, so that whoever
/// reads one entry leaves what was read to the next.
final class StatedPackages {
  /// Four texts in two words, which are hashed sooner.
  private struct Words: Hashable {
    let (purlAndName, ecosystemAndVersion): (UInt64, UInt64)

    init(_ purl: InternedString, _ ecosystem: InternedString, _ name: InternedString, _ version: InternedString) {
      purlAndName = UInt64(purl.number) << 32 | UInt64(name.number)
      ecosystemAndVersion = UInt64(ecosystem.number) << 32 | UInt64(version.number)
    }
  }
  private var known: [Words: Interned<Component>] = [:]

  func package(purl: InternedString?, ecosystem: InternedString?, name: InternedString, version: InternedString?) -> Interned<Component> {
    let words = Words(purl ?? .empty, ecosystem ?? .empty, name, version ?? .empty)
    if let package = known[words] { return package }
    let package = Interned(Component(stated: purl, ecosystem: ecosystem, name: name, version: version))
    known[words] = package
    return package
  }
}
