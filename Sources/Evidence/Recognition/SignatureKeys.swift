// The names in the signatures of the variants, as data.

extension Variant {
  /// The names in the signature: one list for each alternative, with one inner list for each name that is required. If
  /// the signature joins names with `or`, they are in one inner list and any of them is enough.
  var signatureKeys: [[[String]]] { Variant.keysBySignature[signature] ?? parsedKeys }

  /// Parsed once for all variants: a report that no format recognises is compared with all of them.
  private static let keysBySignature = Dictionary(
    Format.all.flatMap(\.variants).map { ($0.signature, $0.parsedKeys) }
  ) { one, _ in one }

  private var parsedKeys: [[[String]]] {
    signature.split(separator: ";").map { alternative in
      let pieces = alternative.split(separator: "`", omittingEmptySubsequences: false)
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

  /// How many formats are recognised by each name, in lower case. Names that are common in any file count three more.
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
