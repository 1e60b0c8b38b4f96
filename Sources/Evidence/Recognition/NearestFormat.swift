import Model
import System

/// The format that is closest to a report that no format recognises, and where the report differs from it.
///
/// A format is compared by the names in its `signature`. The closest has the most of the names of one of its
/// alternatives. A name weighs less the more formats have it, the more common it is in JSON in general, and the deeper
/// it is nested.
struct NearestFormat {
  let format: Format
  let variant: Variant
  private let present: [Outline.Name]
  /// The names that are missing; one of each inner list would be enough.
  private let missing: [[String]]
  /// A name of the report that no format has, and the name of this format that it resembles.
  private let misspelled: (name: Outline.Name, intended: String)?
  /// The sum of the weights of the names found, from 0 to the number of names.
  let weight: Double

  /// Finds the closest of the formats; nil if the report has too few of the names of any.
  init?(to outline: Outline, among formats: [Format]) {
    let uses = Variant.uses(as: outline.framing)
    let candidates = formats.flatMap { format in
      format.variants.filter { $0.framing == outline.framing }.flatMap { variant in
        variant.signatureKeys.map { NearestFormat(format, variant, $0, outline, uses) }
      }
    }
    guard let best = candidates.max(by: { $0.rank < $1.rank }), best.rank >= 0.4 else { return nil }
    self = best
  }

  private init(_ format: Format, _ variant: Variant, _ keys: [[String]], _ outline: Outline, _ uses: [String: Int]) {
    (self.format, self.variant) = (format, variant)
    func worth(_ name: String, at level: Int) -> Double { 1 / Double(uses[name.lowercased()] ?? 1) / Double(level) }
    var (present, missing, weight) = ([Outline.Name](), [[String]](), 0.0)
    for names in keys {
      if let found = outline.names.first(where: { there in names.contains { outline.areEqual($0, there.text) } }) {
        present.append(found)
        weight += worth(found.text, at: found.level)
      } else {
        missing.append(names)
      }
    }
    // Without any other name of the format, a similar name is a coincidence.
    let candidates = present.isEmpty && keys.count > 1 ? [] : missing.flatMap(\.self)
    misspelled =
      candidates.lazy.compactMap { intended in outline.name(like: intended, except: uses).map { ($0, intended) } }.first
    if let misspelled { weight += worth(misspelled.intended, at: misspelled.name.level) }
    (self.present, self.missing, self.weight) = (present, missing, weight)
  }

  private var rank: Double {
    let found = present.count + (misspelled == nil ? 0 : 1)
    return weight * Double(found) / Double(present.count + missing.count)
  }
}

extension NearestFormat {
  /// The name to point at: the misspelled one, else the last one found before the first that is missing.
  var name: Outline.Name? {
    misspelled?.name ?? (missing.isEmpty ? present.first : present.max { $0.range.lowerBound < $1.range.lowerBound })
  }

  /// Which names of the format the report has and lacks, as a sentence.
  var comparison: String {
    if let misspelled { return "it has `\(misspelled.name.text)` where \(format.name) has `\(misspelled.intended)`" }
    let found = listed(present.map { "`\($0.text)`" }, "and")
    if missing.isEmpty {
      return "it has \(found), but not in the place or form that the format uses"
    }
    let lacking = missing.map { names in "no \(listed(names.map { "`\($0)`" }, "or"))" }
    return "it has \(found), but \(listed(lacking, "and"))"
  }

  var help: String? { misspelled.map { "did you mean '\($0.intended)'?" } }
}

extension Diagnostic {
  /// The error for a report that no format recognises.
  static func unknownReport(_ input: Input) -> Diagnostic {
    let input = input.outlined
    let outline = Outline(of: input)
    let list = "run gatehouse normalize --list-formats to see how each format is recognised"
    guard let nearest = NearestFormat(to: outline, among: Format.all) else {
      let because = outline.names.isEmpty ? [] : ["it is not close to any format: \(outline.beginning)"]
      return formatUnknown("the format of the report is not recognised", input, nil, because, list)
    }
    return formatUnknown(
      "the format of the report is not recognised", input, nearest.name,
      [
        "the closest format is \(nearest.format.name), \(nearest.format.title), recognised by \(nearest.variant.signature)",
        nearest.comparison,
      ],
      nearest.help ?? list)
  }

  /// The error for a report that is not in the format that was named.
  ///
  /// - Parameter others: the formats that do recognise it.
  static func formatMismatch(of format: Format, _ input: Input, others: [Format]) -> Diagnostic {
    let input = input.outlined
    let outline = Outline(of: input)
    let nearest = NearestFormat(to: outline, among: [format])
    let comparison = nearest?.comparison ?? (outline.names.isEmpty ? nil : outline.beginning)
    return formatUnknown(
      "the report is not in the format '\(format.name)'", input, nearest?.name,
      ["\(format.title) is recognised by \(format.signature)"] + (comparison.map { [$0] } ?? []),
      others.isEmpty ? nearest?.help : "pass --input-format \(listed(others.map(\.name), "or"))")
  }

  /// An error that points at one name. Only the name is quoted, because the text next to it may be a secret that a
  /// scanner found.
  private static func formatUnknown(
    _ text: String, _ input: Input, _ name: Outline.Name?, _ because: [String], _ help: String?
  ) -> Diagnostic {
    guard let name else {
      let start = input.bytes.firstIndex { $0 > 0x20 } ?? 0
      let (line, column, _) = input.position(of: start)
      return Diagnostic(
        .formatUnknown, text, at: SourcePosition(file: input.name, line: line, column: column), because: because,
        help: help)
    }
    let start = name.range.lowerBound
    let isQuoted = start > 0 && input.bytes[start - 1] == UInt8(ascii: "\"")
    let quoted = isQuoted ? "\"\(name.text)\"" : name.text
    let (line, column, whole) = input.position(of: isQuoted ? start - 1 : start)
    let indent = whole.prefix { $0 == " " }.count
    return Diagnostic(
      .formatUnknown, text, at: SourcePosition(file: input.name, line: line, column: column),
      excerpt: indent + 1 == column
        ? Excerpt(
          line: String(repeating: " ", count: indent) + quoted, column: column, length: quoted.unicodeScalars.count)
        : Excerpt(line: quoted, column: 1, length: quoted.unicodeScalars.count),
      because: because, help: help)
  }

  /// The syntax error, with the format that the beginning of the input is typical of.
  func namingFormat(of input: Input) -> Diagnostic {
    guard [.jsonInvalid, .xmlInvalid, .csvInvalid].contains(code),
      let nearest = NearestFormat(to: Outline(of: input.outlined), among: Format.all), nearest.weight >= 1,
      nearest.help == nil
    else { return self }
    var diagnostic = self
    diagnostic.because.append("it begins like a report of \(nearest.format.name): \(nearest.format.title)")
    return diagnostic
  }
}

extension Outline {
  /// How the report begins, as a sentence. Names that no format has are not shown, because they may be secrets.
  fileprivate var beginning: String {
    let known = Variant.uses(as: framing)
    let shown = names.prefix(3).map { name in
      known[name.text.lowercased()] == nil && !commonNames.contains(name.text)
        ? "a name of \(name.range.count) bytes" : "`\(name.text)`"
    }
    return switch framing {
    case .json: "it begins with \(listed(shown, "and"))"
    case .xml: "its root element is \(shown.first ?? "")"
    case .table: "its columns begin with \(listed(shown, "and"))"
    }
  }

  /// The first name that could be a misspelling of `intended`: at most one letter longer or shorter, with the same
  /// first letter. Short names are not compared, because they resemble too many others.
  fileprivate func name(like intended: String, except known: [String: Int]) -> Name? {
    names.first { name in
      intended.utf8.count > 5
        && (known[name.text.lowercased()] == nil || name.text.lowercased() == intended.lowercased())
        && abs(name.text.utf8.count - intended.utf8.count) < 2
        && name.text.lowercased().first == intended.lowercased().first
        && nearest(to: intended, among: [name.text]) != nil
    }
  }
}

/// Names of files that are often taken for reports, which hold no secret by themselves.
private let commonNames: Set = [
  "name", "version", "lockfileVersion", "packages", "dependencies", "description", "project", "scripts", "items",
  "total",
  "service", "date", "requests", "id", "type", "data", "metadata", "message", "status", "html",
]

private func listed(_ words: [String], _ last: String) -> String {
  words.count < 2 ? words.joined() : "\(words.dropLast().joined(separator: ", ")) \(last) \(words.last ?? "")"
}
