import Model

/// The packages of a report by what it states of them: each comes as often as it has vulnerabilities. A class, so that whoever
/// reads one entry leaves what was read to the next.
final class StatedPackages {
  private struct Words: Hashable {
    let (purl, ecosystem, name, version): (Text, Text, Text, Text)
  }
  private var known: [Words: Interned<Component>] = [:]

  func package(purl: Text?, ecosystem: Text?, name: Text, version: Text?) -> Interned<Component> {
    let words = Words(purl: purl ?? .empty, ecosystem: ecosystem ?? .empty, name: name, version: version ?? .empty)
    if let package = known[words] { return package }
    let component = Component(
      stated: purl?.wrappedValue, ecosystem: ecosystem?.wrappedValue, name: name.wrappedValue,
      version: version?.wrappedValue)
    let package = Interned(component)
    known[words] = package
    return package
  }
}
