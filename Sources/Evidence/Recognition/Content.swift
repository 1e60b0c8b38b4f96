import Documents
import Model
import System

/// What the bytes of a report are, before anybody knows whose they are.
enum Content {
  case json(JSONValue)
  case xml(XMLElement)
  case table(CSVTable)
  case text(Input)

  /// The framing is found from the bytes: encoding, XML, JSON (one document or several, perhaps after lines of a log), a table,
  /// or a text that a format knows by its beginning.
  ///
  /// - Throws: `report-empty`, `encoding-invalid`, or what the JSON, XML and CSV readers refuse.
  init(_ input: Input, texts: [Variant]) throws(Diagnostic) {
    guard let first = input.bytes.first(where: { !isBlank($0) }) else { throw .emptyReport(input) }
    if first == UInt8(ascii: "<") {
      do { self = .xml(try XMLDocument(input).root) } catch { throw input.isWebPage ? error.ofWebPage : error }
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
  /// Checks what no reader looked at. Only of a long file anything is left.
  func finish() throws(Diagnostic) {
    if case .json(let root) = self { try root.finish() }
  }

  /// From here on what a reader asks for is what the format's documents have.
  func startTracking() {
    switch self {
    case .json(let root): root.document.startTracking()
    case .xml(let root): root.document.startTracking()
    case .table, .text: break
    }
  }

  /// Throws where a reader missed a name, and one that differs in one letter was there instead.
  func throwIfTypo() throws(Diagnostic) {
    switch self {
    case .json(let root): try root.document.throwIfTypo()
    case .xml(let root): try root.document.throwIfTypo()
    case .table, .text: break
    }
  }
}

private func jsonRoot(_ input: Input, perhapsAfterLog: Bool) throws(Diagnostic) -> JSONValue {
  do { return try JSONDocument(records: input).root } catch {
    guard perhapsAfterLog, let rest = input.withoutLog else { throw error }
    return try JSONDocument(records: rest).root
  }
}

/// White space, and the bytes of a byte order mark, which no JSON text and no tag begins with.
private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0xEF || byte == 0xBB || byte == 0xBF
}

extension Diagnostic {
  /// Of what some tools print for people to read; who would read it as data has to guess.
  fileprivate var ofWebPage: Diagnostic {
    var said = self
    said.because.append("it is a web page")
    said.help = "let the tool write its report as JSON, XML or SARIF"
    return said
  }
}

extension Input {
  fileprivate var isWebPage: Bool {
    let head = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
    return head.contains("<!doctype html") || head.contains("<html")
  }

  /// Whether the first line could be the header of a table: several names, and nothing of JSON.
  var looksLikeTable: Bool {
    let head = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard head.count < 1 << 16, !head.contains(UInt8(ascii: "{")), !head.contains(UInt8(ascii: "[")) else {
      return false
    }
    return head.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\t") }
  }

  /// The input without the lines of a log that stand before its JSON; nil where there are none, or one of them is itself JSON
  /// that is broken. The lines are blanked out and not cut off, so that all places stay what they are.
  fileprivate var withoutLog: Input? {
    var (start, lines) = (0, 0)
    while start < bytes.count, lines < 64 {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[start..<end]
      // A line that a long array was taken out of is none of a log.
      let isLog = line.isLog && end <= wholeCount
      let first = line.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
      if lines > 0, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
        // A log line may begin with a bracket as well: `[INFO] scanning`.
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
  /// No piece of a JSON document: nothing in it is a key or a text beside a bracket.
  fileprivate var isLog: Bool {
    let pairs = zip(self, dropFirst())
    // The bracket of `[INFO]` closes on its line; one that does not opens an array.
    let isOpen = first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "[") && !contains(UInt8(ascii: "]"))
    return count < 4096 && !isOpen
      && !pairs.contains { one, next in
        one == UInt8(ascii: "\"") && (next == UInt8(ascii: ":") || next == UInt8(ascii: ","))
          || (one == UInt8(ascii: "{") || one == UInt8(ascii: "[")) && next == UInt8(ascii: "\"")
      }
  }
}
