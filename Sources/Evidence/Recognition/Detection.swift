import Documents
import Model
import System

/// A document of a report, with the variant that reads it. Most reports are one document.
struct Part {
  let content: Content
  let variant: Variant
  /// The JSON pointer of the document in the report.
  var pointer = ""
}

extension Format {
  /// The format of a report and its documents: the named format, or else the only one that recognises the content.
  ///
  /// Several documents in one report, in an array or one after the other, must all be of one format.
  ///
  /// - Throws: `format-unknown` or `format-ambiguous` if no format or several recognise the content, or if the named
  ///   one does not. A reader of the wrong format would find nothing and report a clean scan.
  static func choose(
    for content: Content, of input: Input, named name: String?
  ) throws(Diagnostic) -> (Format, [Part]) {
    if content.isOwnDecision { throw .ownOutput(input) }
    let candidates = all.filter { $0.parts(of: content) != nil }
    guard let name else {
      let format = try only(of: candidates, for: content, in: input)
      return (format, format.parts(of: content) ?? [])
    }
    let format = try named(name, of: input)
    if let parts = format.parts(of: content) { return (format, parts) }
    // `null`, `[]` and `{}` fit every JSON format; whether they prove a scan is decided with the state of the evidence.
    guard content.isInconclusive, let variant = format.variants.first,
      content.onlyEmptyList.map(format.isRecognised(by:)) ?? true
    else {
      if let standard = content.vexStandard { throw .vexAmongReports(standard, at: SourcePosition(file: input.name)) }
      throw .formatMismatch(of: format, input, others: candidates)
    }
    return (format, [Part(content: content, variant: variant)])
  }

  /// The documents of the content, if it is of this format; nil otherwise.
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

  /// Whether the name is one of those that the format is recognised by.
  func isRecognised(by name: String) -> Bool {
    variants.contains { $0.signatureKeys.joined().joined().contains(name) }
  }

  /// The format with this name (from `--input-format`, a manifest or a policy).
  ///
  /// - Throws: `format-unknown`.
  package static func named(_ name: String, of input: Input) throws(Diagnostic) -> Format {
    if let format = all.first(where: { $0.name == name }) { return format }
    let near = nearest(to: name, among: all.map(\.name))
    throw Diagnostic(
      .formatUnknown, "unknown report format '\(name)'", at: SourcePosition(file: input.name),
      help: near.map { "did you mean '\($0)'?" } ?? "run gatehouse normalize --list-formats to list the formats")
  }

  private static func only(
    of candidates: [Format], for content: Content, in input: Input
  ) throws(Diagnostic) -> Format {
    if candidates.count == 1 { return candidates[0] }
    if candidates.isEmpty, content.isInconclusive { throw .emptyReport(input) }
    if candidates.isEmpty, let standard = content.vexStandard {
      throw .vexAmongReports(standard, at: SourcePosition(file: input.name))
    }
    if candidates.isEmpty, let error = content.errorOfAPI { throw .errorInsteadOfReport(error, input) }
    if candidates.isEmpty { throw .unknownReport(input) }
    throw Diagnostic(
      .formatAmbiguous, "the report matches several formats: \(candidates.map(\.name).joined(separator: ", "))",
      at: SourcePosition(file: input.name), help: "choose one with --input-format NAME")
  }
}

extension Diagnostic {
  /// The error for a report without content, which does not prove that anything was scanned.
  static func emptyReport(_ input: Input) -> Diagnostic {
    Diagnostic(
      .reportEmpty, "the report is empty", at: SourcePosition(file: input.name),
      because: ["a scanner that found nothing and a scanner that crashed both leave an empty file"],
      help: input.name == "<stdin>"
        ? "write it to a file, and state its tool, digest and exit code in a side-car beside it"
        : "state the tool\(input.isBlank ? ", the digest of the file" : "") and the exit code 0 "
          + "in a side-car, \(input.name)\(ReportManifest.suffix)")
  }
}

extension Input {
  /// Whether the input has no visible character; a byte order mark alone is not content.
  var isBlank: Bool { !bytes.contains { (0x21...0x7E).contains($0) } }
}

extension Content {
  /// Whether the content could be an empty report of several formats: `null`, `[]`, `{}`, `{"results":[]}` or a table
  /// without rows.
  var isInconclusive: Bool {
    switch self {
    case .json(let root): root.isBlank || onlyEmptyList != nil
    case .table(let table): table.rows.isEmpty
    case .xml, .text: false
    }
  }

  /// The name of the only member, if it is an empty list; nil otherwise.
  fileprivate var onlyEmptyList: String? {
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

  /// The elements of an array; empty for any other value.
  fileprivate var each: [JSONValue] {
    do throws(Diagnostic) { return Array(try elements()) } catch { return [] }
  }
}
