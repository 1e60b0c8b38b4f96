import Documents
import Model
import System

/// A document of a report and how it is read: most reports are one document.
struct Part {
  let content: Content
  let variant: Variant
  /// Where it stands in the report, as a JSON pointer.
  var pointer = ""
}

extension Format {
  /// The format of a report, and its documents: the format that was named, else the only one that recognises the bytes.
  ///
  /// Several documents in one report, in an array or one after the other, must all be of one format. A tie, an unknown shape
  /// and a name that the bytes contradict are refused: the wrong reader would see nothing and say so.
  static func choose(
    for content: Content, of input: Input, named name: String?
  ) throws(Diagnostic) -> (Format, [Part]) {
    let candidates = all.filter { $0.parts(of: content) != nil }
    guard let name else {
      let format = try only(of: candidates, for: content, in: input)
      return (format, format.parts(of: content) ?? [])
    }
    let format = try named(name, of: input)
    if let parts = format.parts(of: content) { return (format, parts) }
    // `null`, `[]` and `{}` fit every format that is JSON; what they prove is for the evidence's state to say.
    guard content.saysNothing, let variant = format.variants.first, content.onlyList.map(format.decides(by:)) ?? true else {
      if let standard = content.vexStandard { throw .vexAmongReports(standard, at: SourcePosition(file: input.name)) }
      throw .contradiction(of: format, input, others: candidates)
    }
    return (format, [Part(content: content, variant: variant)])
  }

  /// The documents of a report of this format; nil where it is none.
  private func parts(of content: Content) -> [Part]? {
    if let variant = variants.first(where: { $0.fits(content) }) { return [Part(content: content, variant: variant)] }
    guard case .json(let root) = content, root.kind == .array, let first = root.firstElement, first.kind != .array,
      variants.contains(where: { $0.fits(.json(first)) })
    else { return nil }
    var parts: [Part] = []
    for (index, element) in root.each.enumerated() {
      guard let variant = variants.first(where: { $0.fits(.json(element)) }) else { return nil }
      parts.append(Part(content: .json(element), variant: variant, pointer: "/\(index)"))
    }
    return parts
  }

  /// Whether it is known by that name, among others.
  func decides(by name: String) -> Bool {
    variants.contains { $0.signatureKeys.joined().joined().contains(name) }
  }

  /// The format of that name (`--input-format`, a manifest, a policy).
  package static func named(_ name: String, of input: Input) throws(Diagnostic) -> Format {
    if let format = all.first(where: { $0.name == name }) { return format }
    let near = nearest(to: name, among: all.map(\.name))
    throw Diagnostic(
      .formatUnknown, "there is no report format '\(name)'", at: SourcePosition(file: input.name),
      help: near.map { "did you mean '\($0)'?" } ?? "gatehouse normalize --list-formats lists them")
  }

  private static func only(
    of candidates: [Format], for content: Content, in input: Input
  ) throws(Diagnostic) -> Format {
    if candidates.count == 1 { return candidates[0] }
    if candidates.isEmpty, content.saysNothing { throw .emptyReport(input) }
    if candidates.isEmpty, let standard = content.vexStandard {
      throw .vexAmongReports(standard, at: SourcePosition(file: input.name))
    }
    if candidates.isEmpty { throw .unknownReport(input) }
    throw Diagnostic(
      .formatAmbiguous, "the report could be any of: \(candidates.map(\.name).joined(separator: ", "))",
      at: SourcePosition(file: input.name), help: "pass --input-format NAME to say which it is")
  }
}

extension Diagnostic {
  /// Bytes that no scanner would call a report: nothing proves that anything was looked at (law 1).
  static func emptyReport(_ input: Input) -> Diagnostic {
    Diagnostic(
      .reportEmpty, "the report is empty", at: SourcePosition(file: input.name),
      because: ["an empty file is what a scanner leaves that found nothing, and what one leaves that crashed"],
      help: "name the tool\(input.isBlank ? ", the digest of the file" : "") and the exit code 0 "
        + "in a side-car, \(input.name)\(ReportManifest.suffix)")
  }
}

extension Input {
  /// Without a visible character: a byte order mark says no more than nothing.
  var isBlank: Bool { !bytes.contains { (0x21...0x7E).contains($0) } }
}

extension Content {
  /// `null`, `[]`, `{}` and `{"results":[]}`: what several tools write when they found nothing, and no sign of which. An empty
  /// table says no more.
  var saysNothing: Bool {
    switch self {
    case .json(let root): root.isBlank || onlyList != nil
    case .table(let table): table.rows.isEmpty
    case .xml, .text: false
    }
  }

  /// The name of an empty list, where there is nothing else.
  fileprivate var onlyList: String? {
    guard case .json(let root) = self, root.kind == .object else { return nil }
    do throws(Diagnostic) {
      let members = Array(try root.members())
      guard members.count == 1, members[0].value.kind == .array, members[0].value.isBlank else { return nil }
      return members[0].key
    } catch { return nil }
  }
}

extension JSONValue {
  fileprivate var isBlank: Bool {
    do throws(Diagnostic) {
      switch kind {
      case .null: return true
      case .array: return try elements().isEmpty
      case .object: return try members().isEmpty
      case .string, .number, .boolean: return false
      }
    } catch { return false }
  }

  /// The elements of an array, none of anything else.
  fileprivate var each: [JSONValue] {
    do throws(Diagnostic) { return Array(try elements()) } catch { return [] }
  }
}
