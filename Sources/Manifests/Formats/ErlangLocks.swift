import Model
import System

// Lock files of Elixir and Erlang. Each package is a tuple on a line of its own.

extension ManifestFormat {
  /// Mix (hexdocs.pm/mix): `"plug": {:hex, :plug, "1.11.1", …}`. The version of a git repository is its commit.
  static let mixLock = ManifestFormat("mix-lock", of: "hex", files: ["mix.lock"]) { input throws(Diagnostic) in
    var entries: [ManifestEntry] = []
    for line in input.lines where line.text.first == UInt8(ascii: "\"") {
      guard let (key, tuple) = line.text.parted(at: "{") else {
        throw input.unreadable("has a line that is no package", line: line.number)
      }
      let name = key.trimmed.without(suffix: ":").unquoted
      let texts = quoted(in: tuple)
      let lines = line.number...line.number
      if tuple.begins(with: ":hex"), let version = texts.first {
        let own = tuple.split(separator: UInt8(ascii: ","))[1].trimmed.without(prefix: ":").unquoted
        entries.append(ManifestEntry("hex", own.text, version.text, lines: lines))
      } else {
        entries.append(
          ManifestEntry("hex", name.text, nil, requirement: texts.map(\.text).joined(separator: " "), lines: lines))
      }
    }
    guard input.lines.contains(where: { $0.text.begins(with: "%{") }) else { throw input.unreadable("is no map") }
    return entries
  }

  /// Rebar 3 (rebar3.org): `{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0}`.
  static let rebarLock = ManifestFormat("rebar-lock", of: "hex", files: ["rebar.lock"]) { input throws(Diagnostic) in
    guard input.lines.contains(where: { $0.text.begins(with: "[") || $0.text.begins(with: "{\"1.") }) else {
      throw input.unreadable("is no list of packages")
    }
    var (entries, rest) = ([ManifestEntry](), input.bytes[...])
    let numbers = LineNumbers(of: input)
    while let start = rest.firstIndex(of: "{<<\"") {
      rest = rest[(start + 1)...]
      // A package is followed by its source, a hash is not.
      guard let (name, after) = rest.parted(at: ","), after.trimmed.first == UInt8(ascii: "{"),
        let source = after.parted(at: "}")?.before.trimmed
      else { continue }
      let texts = quoted(in: source)
      let line = numbers.line(of: start)
      let isPackage = source.begins(with: "{pkg") && texts.count > 1
      entries.append(
        ManifestEntry(
          "hex", isPackage ? texts[0].text : quoted(in: name).first?.text ?? "", isPackage ? texts[1].text : nil,
          requirement: isPackage ? nil : texts.map(\.text).joined(separator: " "), lines: line...line))
    }
    return entries
  }
}

/// The quoted texts of a line.
private func quoted(in text: Bytes) -> [Bytes] {
  let parts = text.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
  return stride(from: 1, to: parts.count - 1, by: 2).map { parts[$0] }
}
