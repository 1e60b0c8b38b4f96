// What the marks of the shapes say, as data.

extension Variant {
  /// The names that decide, in each of the ways in which the shape is known: all of them, and of those with an `or` between
  /// them one.
  var signatureKeys: [[[String]]] { Variant.known[signature] ?? told }

  /// Read from the marks once; who asks has a report that fits nothing, and asks of all.
  private static let known = Dictionary(Format.all.flatMap(\.variants).map { ($0.signature, $0.told) }) { one, _ in one }

  private var told: [[[String]]] {
    signature.split(separator: ";").map { way in
      let pieces = way.split(separator: "`", omittingEmptySubsequences: false)
      var names: [[String]] = []
      for index in stride(from: 1, to: pieces.count, by: 2) {
        let name = String(pieces[index])
        guard pieces[index - 1] == " or " else { names.append([name]); continue }
        // `a`, `b` or `c`
        var others = 1
        while index - 2 * others > 1, pieces[index - 2 * others - 1] == ", " { others += 1 }
        let alternatives = names.suffix(others).joined() + [name]
        names = names.dropLast(others) + [Array(alternatives)]
      }
      return names
    }.filter { !$0.isEmpty }
  }

  /// How many formats decide by a name, in small letters. Names that other files have as often count as if four did.
  static func uses(as framing: Outline.Framing) -> [String: Int] { usesByFraming[framing] ?? [:] }

  private static let usesByFraming = Dictionary(
    uniqueKeysWithValues: Outline.Framing.allCases.map { ($0, counted($0)) })

  private static func counted(_ framing: Outline.Framing) -> [String: Int] {
    var uses: [String: Int] = [:]
    for format in Format.all {
      let names = format.variants.filter { $0.framing == framing }.flatMap { $0.signatureKeys.joined().joined() }
      for name in Set(names.map { $0.lowercased() }) { uses[name, default: common.contains(name) ? 3 : 0] += 1 }
    }
    return uses
  }

  private static let common: Set = [
    "$schema", "code", "created_at", "data", "dependencies", "description", "error", "errors", "file", "findings",
    "host", "id",
    "issues", "items", "level", "line", "links", "message", "meta", "metadata", "name", "packages", "path", "project",
    "results", "severity", "source", "status", "summary", "title", "type", "value", "version",
  ]

  var framing: Outline.Framing? {
    switch reading {
    case .json: .json
    case .xml: .xml
    case .table: .table
    case .text: nil
    }
  }
}
