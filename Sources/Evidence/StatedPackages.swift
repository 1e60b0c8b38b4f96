import Model

// What comes many times in one report is made once. Classes, so that whoever reads one entry leaves what was read to the next.

/// The packages of a report by what it states of them: each comes as often as it has vulnerabilities.
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

/// The short lists of a report by the words they are made of.
final class StatedLists {
  private struct Words: Hashable {
    let (first, second): (Text, Text)
  }
  private var known: [Words: Interned<[String]>] = [:]
  private var parts: [Text: Interned<[String]>] = [:]

  /// Both words; one where they are the same or the second is empty.
  func list(_ first: Text, _ second: Text) -> Interned<[String]> {
    let words = Words(first: first, second: second)
    if let list = known[words] { return list }
    let list = Interned([first.wrappedValue, second.wrappedValue].distinct)
    known[words] = list
    return list
  }

  /// What stands between commas.
  func parts(of text: Text) -> Interned<[String]> {
    if let list = parts[text] { return list }
    let list = Interned(commaSeparated(text.wrappedValue))
    parts[text] = list
    return list
  }
}
