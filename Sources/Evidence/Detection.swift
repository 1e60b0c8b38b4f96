import Documents
import Model

extension Format {
  /// The format of a document: the one that was named, else the only one that recognises the bytes.
  ///
  /// A tie, an unknown shape and a name that the bytes contradict are refused: the wrong reader would see nothing and say so.
  static func choose(for root: JSONValue, of input: Input, named name: String?) throws(Diagnostic) -> Format {
    let candidates = all.filter { $0.recognises(root) }
    guard let name else { return try only(of: candidates, for: root, of: input) }
    let format = try named(name, of: input)
    guard root.saysNothing || format.recognises(root) else { throw contradiction(format, candidates, input) }
    return format
  }

  /// The format of that name (`--format`, a manifest, a policy).
  package static func named(_ name: String, of input: Input) throws(Diagnostic) -> Format {
    if let format = all.first(where: { $0.name == name }) { return format }
    let near = nearest(to: name, among: all.map(\.name))
    throw Diagnostic(
      .formatUnknown, "there is no report format '\(name)'", at: Place(file: input.name),
      help: near.map { "did you mean '\($0)'?" } ?? "name one of: \(names)")
  }

  private static func only(of candidates: [Format], for root: JSONValue, of input: Input) throws(Diagnostic) -> Format {
    if candidates.count == 1 { return candidates[0] }
    if candidates.isEmpty, root.saysNothing { throw .emptyReport(input) }
    let claims = candidates.map(\.name).joined(separator: ", ")
    throw candidates.isEmpty
      ? Diagnostic(
        .formatUnknown, "the report is in no format that is known", at: Place(file: input.name),
        help: "say which with --format NAME, one of: \(names)")
      : Diagnostic(
        .formatAmbiguous, "the report could be any of: \(claims)", at: Place(file: input.name),
        help: "say which with --format NAME")
  }

  private static func contradiction(_ format: Format, _ candidates: [Format], _ input: Input) -> Diagnostic {
    Diagnostic(
      .formatUnknown, "the report is not in the format '\(format.name)'", at: Place(file: input.name),
      because: ["\(format.title) is known by: \(format.mark)"],
      help: candidates.isEmpty ? nil : "it looks like: \(candidates.map(\.name).joined(separator: ", "))")
  }

  private static var names: String { all.map(\.name).joined(separator: ", ") }
}

extension Diagnostic {
  /// Bytes that no scanner would call a report: nothing proves that anything was looked at (law 1).
  static func emptyReport(_ input: Input) -> Diagnostic {
    Diagnostic(
      .reportEmpty, "the report is empty", at: Place(file: input.name),
      because: ["an empty file is what a scanner leaves that found nothing, and what one leaves that crashed"],
      help: "name the tool and its exit code in a gatehouse.yaml beside the report")
  }
}

extension JSONValue {
  /// `null`, `[]` and `{}`: what several tools write when they found nothing, and no sign of which.
  var saysNothing: Bool {
    switch kind {
    case .null: true
    case .array, .object: bytes.dropFirst().dropLast().allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    case .string, .number, .boolean: false
    }
  }
}
