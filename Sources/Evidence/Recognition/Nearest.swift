import Model
import System

/// Why a report is of no format: the format that it is nearest to, and where it stops to fit.
///
/// What a format is known by is told in its `signature`, with each name that decides in backquotes, and that is all there is to
/// compare. The nearest has the most of the names of one of its marks; a name counts for less the more formats have it, the
/// more common it is in all of JSON, and the further from the root it stands.
struct Nearest {
  let format: Format
  let variant: Variant
  private let present: [Outline.Name]
  /// Each of several names of which one would do.
  private let missing: [[String]]
  /// A name that is no format's, and almost one of this one's.
  private let misspelt: (name: Outline.Name, meant: String)?
  /// From 0 to the number of names.
  let weight: Double

  /// Nil where nothing that is typical of a format is there.
  init?(to outline: Outline, among formats: [Format]) {
    let uses = Variant.uses(as: outline.framing)
    let candidates = formats.flatMap { format in
      format.variants.filter { $0.framing == outline.framing }.flatMap { variant in
        variant.signatureKeys.map { Nearest(format, variant, $0, outline, uses) }
      }
    }
    guard let best = candidates.max(by: { $0.rank < $1.rank }), best.rank >= 0.4 else { return nil }
    self = best
  }

  private init(_ format: Format, _ variant: Variant, _ clue: [[String]], _ outline: Outline, _ uses: [String: Int]) {
    (self.format, self.variant) = (format, variant)
    func worth(_ name: String, at level: Int) -> Double { 1 / Double(uses[name.lowercased()] ?? 1) / Double(level) }
    var (present, missing, weight) = ([Outline.Name](), [[String]](), 0.0)
    for names in clue {
      if let found = outline.names.first(where: { there in names.contains { outline.isSame($0, there.text) } }) {
        present.append(found)
        weight += worth(found.text, at: found.level)
      } else {
        missing.append(names)
      }
    }
    // Where nothing else is there, a name that is almost the format's is another's.
    let candidates = present.isEmpty && clue.count > 1 ? [] : missing.flatMap(\.self)
    misspelt = candidates.lazy.compactMap { meant in outline.name(like: meant, but: uses).map { ($0, meant) } }.first
    if let misspelt { weight += worth(misspelt.meant, at: misspelt.name.level) }
    (self.present, self.missing, self.weight) = (present, missing, weight)
  }

  private var rank: Double {
    let found = present.count + (misspelt == nil ? 0 : 1)
    return weight * Double(found) / Double(present.count + missing.count)
  }
}

extension Nearest {
  /// The first name that is not as it should be, else the last one that is.
  var place: Outline.Name? {
    misspelt?.name ?? (missing.isEmpty ? present.first : present.max { $0.range.lowerBound < $1.range.lowerBound })
  }

  /// What of the format is there and what is not, in words.
  var fit: String {
    if let misspelt { return "here is `\(misspelt.name.text)`, and \(format.name) has `\(misspelt.meant)`" }
    let there = listed(present.map { "`\($0.text)`" }, "and")
    if missing.isEmpty {
      return "\(there) \(present.count == 1 ? "is" : "are") there, but not where or as it writes them"
    }
    let lacking = missing.map { names in "no \(listed(names.map { "`\($0)`" }, "or"))" }
    return "it has \(there), but \(listed(lacking, "and"))"
  }

  var help: String? { misspelt.map { "did you mean '\($0.meant)'?" } }
}

extension Diagnostic {
  /// A report that no format recognises.
  static func unknownReport(_ input: Input) -> Diagnostic {
    let input = input.outlined
    let outline = Outline(of: input)
    let list = "gatehouse normalize --list-formats shows how each format is recognised"
    guard let nearest = Nearest(to: outline, among: Format.all) else {
      let because = outline.names.isEmpty ? [] : ["no format is close: \(outline.beginning)"]
      return unfit("the report is in no known format", input, outline.names.first, because, list)
    }
    return unfit(
      "the report is in no known format", input, nearest.place,
      [
        "the closest is \(nearest.format.name): \(nearest.format.title), recognised by \(nearest.variant.signature)",
        nearest.fit,
      ],
      nearest.help ?? list)
  }

  /// A report that is not what somebody says it is. `others` are the formats that do recognise it.
  static func contradiction(of format: Format, _ input: Input, others: [Format]) -> Diagnostic {
    let input = input.outlined
    let outline = Outline(of: input)
    let nearest = Nearest(to: outline, among: [format])
    let fit = nearest?.fit ?? (outline.names.isEmpty ? nil : outline.beginning)
    return unfit(
      "the report is not in the format '\(format.name)'", input, nearest?.place ?? outline.names.first,
      ["\(format.title) is recognised by \(format.signature)"] + (fit.map { [$0] } ?? []),
      others.isEmpty ? nearest?.help : "pass --input-format \(listed(others.map(\.name), "or"))")
  }

  /// The name is shown alone: what stands beside it may be a secret that a scanner found.
  private static func unfit(
    _ text: String, _ input: Input, _ name: Outline.Name?, _ because: [String], _ help: String?
  ) -> Diagnostic {
    guard let name else {
      return Diagnostic(.formatUnknown, text, at: SourcePosition(file: input.name), because: because, help: help)
    }
    let start = name.range.lowerBound
    let isQuoted = start > 0 && input.bytes[start - 1] == UInt8(ascii: "\"")
    let shown = isQuoted ? "\"\(name.text)\"" : name.text
    let (line, column, whole) = input.position(of: isQuoted ? start - 1 : start)
    let indent = whole.prefix { $0 == " " }.count
    return Diagnostic(
      .formatUnknown, text, at: SourcePosition(file: input.name, line: line, column: column),
      excerpt: indent + 1 == column
        ? Excerpt(
          line: String(repeating: " ", count: indent) + shown, column: column, length: shown.unicodeScalars.count)
        : Excerpt(line: shown, column: 1, length: shown.unicodeScalars.count),
      because: because, help: help)
  }

  /// A text that is broken, with the format that its beginning is typical of.
  func told(of input: Input) -> Diagnostic {
    guard [.jsonInvalid, .xmlInvalid, .csvInvalid].contains(code),
      let nearest = Nearest(to: Outline(of: input.outlined), among: Format.all), nearest.weight >= 1,
      nearest.help == nil
    else { return self }
    var told = self
    told.because.append("it begins as \(nearest.format.name) does: \(nearest.format.title)")
    return told
  }
}

extension Outline {
  /// What the text begins with, in words.
  fileprivate var beginning: String {
    switch framing {
    case .json: "it begins with \(listed(names.prefix(3).map { "`\($0.text)`" }, "and"))"
    case .xml: "its outermost element is `\(names.first?.text ?? "")`"
    case .table: "its columns begin with \(listed(names.prefix(3).map { "`\($0.text)`" }, "and"))"
    }
  }

  /// A name that was meant to be this one: of a letter more or less, or with others changed. A short one is like too many.
  fileprivate func name(like meant: String, but known: [String: Int]) -> Name? {
    names.first { name in
      meant.utf8.count > 5 && (known[name.text.lowercased()] == nil || name.text.lowercased() == meant.lowercased())
        && abs(name.text.utf8.count - meant.utf8.count) < 2 && name.text.lowercased().first == meant.lowercased().first
        && nearest(to: meant, among: [name.text]) != nil
    }
  }
}

private func listed(_ words: [String], _ last: String) -> String {
  words.count < 2 ? words.joined() : "\(words.dropLast().joined(separator: ", ")) \(last) \(words.last ?? "")"
}
