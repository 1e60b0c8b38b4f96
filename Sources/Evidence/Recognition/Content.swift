import Documents
import Model
import System

/// The content of a report, parsed as far as its encoding allows before the format is known.
enum Content {
  case json(JSONValue)
  case xml(XMLElement)
  case table(CSVTable)
  case text(Input)

  /// Detects the encoding from the bytes: XML, JSON (one or several documents, optionally after lines of a log), a
  /// table, or a text that a format recognises by its beginning.
  ///
  /// - Throws: `report-empty`, `encoding-invalid`, or an error of the JSON, XML or CSV parser.
  init(_ input: Input, texts: [Variant]) throws(Diagnostic) {
    guard let first = input.bytes.first(where: { !isBlank($0) }) else { throw .emptyReport(input) }
    if first == UInt8(ascii: "<") {
      do { self = .xml(try XMLDocument(input).root) } catch { throw input.isWebPage ? error.forWebPage : error }
    } else if texts.contains(where: { $0.fits(.text(input)) }) {
      self = .text(input)
    } else if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      self = .json(try jsonRoot(input, perhapsAfterLog: first == UInt8(ascii: "[")))
    } else if input.looksLikeTable {
      self = .table(try CSVTable(input))
    } else {
      self = .json(try jsonRoot(input, perhapsAfterLog: true))
    }
  }
}

extension Content {
  /// Parses what no reader has visited, so that a syntax error there is found. Only large JSON files are read
  /// incrementally.
  ///
  /// - Throws: `json-invalid`.
  func finish() throws(Diagnostic) {
    if case .json(let root) = self { try root.finish() }
  }

  /// Starts to record which names the reader looks up and does not find.
  func startTracking() {
    switch self {
    case .json(let root): root.document.startTracking()
    case .xml(let root): root.document.startTracking()
    case .table, .text: break
    }
  }

  /// Throws if a value that the reader asked for cannot be taken as it is.
  func throwIfUnreadable() throws(Diagnostic) {
    switch self {
    case .json(let root): try root.document.throwIfUnreadable()
    case .xml(let root): try root.document.throwIfUnreadable()
    case .table(let table): try table.throwIfAmbiguous()
    case .text: break
    }
  }

  /// Whether the reader missed a name and the report has one that differs in a letter.
  var hasLookAlikes: Bool {
    switch self {
    case .json(let root): root.document.hasLookAlikes
    case .xml(let root): root.document.hasLookAlikes
    case .table, .text: false
    }
  }

  /// Starts to record all names and lists that the reader asks for.
  func startRecording() {
    switch self {
    case .json(let root): root.document.startRecording()
    case .xml(let root): root.document.startRecording()
    case .table, .text: break
    }
  }

  /// The names that may be misspellings of those that the reader missed; see `ReaderNotes`. Throws for one that
  /// certainly is. Call it after a second reading.
  func doubts() throws(Diagnostic) -> [Diagnostic] {
    switch self {
    case .json(let root): try root.document.doubts()
    case .xml(let root): try root.document.doubts()
    case .table, .text: []
    }
  }
}

private func jsonRoot(_ input: Input, perhapsAfterLog: Bool) throws(Diagnostic) -> JSONValue {
  do { return try JSONDocument(records: input).root } catch {
    guard perhapsAfterLog, let rest = input.withoutLog else { throw error }
    return try JSONDocument(records: rest).root
  }
}

/// White space, or a byte of a byte order mark; no JSON text and no tag begins with either.
private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0xEF || byte == 0xBB || byte == 0xBF
}

extension Diagnostic {
  /// The error with a hint that the file is a web page, which some tools write for people.
  fileprivate var forWebPage: Diagnostic {
    var diagnostic = self
    diagnostic.because.append("it is a web page")
    diagnostic.help = "configure the tool to write its report as JSON, XML or SARIF"
    return diagnostic
  }
}

extension Input {
  fileprivate var isWebPage: Bool {
    let head = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
    return head.contains("<!doctype html") || head.contains("<html")
  }

  /// Whether the first line could be the header of a table: it has a separator and no brackets of JSON.
  var looksLikeTable: Bool {
    let head = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard head.count < 1 << 16, !head.contains(UInt8(ascii: "{")), !head.contains(UInt8(ascii: "[")) else {
      return false
    }
    return head.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\t") }
  }

  /// The input without the log lines before its JSON; nil if there are none, or if one of them is itself broken JSON.
  ///
  /// The lines are replaced by spaces rather than removed, so that all positions stay correct.
  fileprivate var withoutLog: Input? {
    var (start, lines) = (0, 0)
    while start < bytes.count, lines < 64 {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      // A line from which a long array was taken is not a log line.
      let isLog = line.isLog && end <= wholeCount
      let first = line.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
      if lines > 0, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
        // A log line may also begin with a bracket: `[INFO] scanning`.
        if first == UInt8(ascii: "{") || !isLog {
          return replacing(
            bytes: bytes[..<start].map { $0 == UInt8(ascii: "\n") ? $0 : 0x20 } + bytes[start...])
        }
      }
      guard isLog else { return nil }
      (start, lines) = (end + 1, lines + 1)
    }
    return nil
  }
}

extension ArraySlice<UInt8> {
  /// Whether the line cannot be part of a JSON document: it has no key, and no string next to a bracket.
  fileprivate var isLog: Bool {
    let pairs = zip(self, dropFirst())
    // The bracket of `[INFO]` closes on its line; one that does not close there opens an array.
    let isOpen = first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "[") && !contains(UInt8(ascii: "]"))
    return count < 4096 && !isOpen
      && !pairs.contains { one, next in
        one == UInt8(ascii: "\"") && (next == UInt8(ascii: ":") || next == UInt8(ascii: ","))
          || (one == UInt8(ascii: "{") || one == UInt8(ascii: "[")) && next == UInt8(ascii: "\"")
      }
  }
}
