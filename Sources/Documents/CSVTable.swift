package import Model
import Synchronization
package import System

/// A table of comma-separated values (RFC 4180) with a header, validated in full.
///
/// A row with more fields than the header and an unclosed quote are errors. Rows with fewer fields are recorded in
/// `lack`, because some tools leave out the last fields. The separator is the comma, the semicolon or the tab,
/// whichever occurs most often in the header. Columns are found by name, ignoring case, and never by position. Two
/// columns may have the same name as long as a reader does not ask for it where their fields differ.
package final class CSVTable: Sendable {
  package let input: Input
  /// The names of the columns as written, trimmed.
  package let header: [String]
  package let rows: [Row]
  private let columns: CSVColumns
  /// The maximum number of fields that a row lacks, and the error of the first such row. Nil when all rows are
  /// complete.
  package let lack: (fields: Int, complaint: Diagnostic)?

  package struct Row: Sendable {
    /// The line on which the row begins, from 1.
    package let line: Int
    let columns: CSVColumns
    let fields: [String]

    package var position: SourcePosition { SourcePosition(file: columns.file, line: line) }

    /// The trimmed field of a column; nil when it is missing or empty, and when several columns of the name have
    /// different fields, for which `CSVTable.throwIfAmbiguous` then throws.
    ///
    /// - Parameter name: The name of the column in lower case.
    package subscript(_ name: String) -> String? {
      guard let indices = columns.indices[name], let first = indices.first else { return nil }
      guard !indices.dropFirst().contains(where: { field($0) != field(first) }) else {
        columns.ambiguous.withLock { $0 = $0 ?? (name, line) }
        return nil
      }
      return field(first)
    }

    /// The trimmed field of the last of several columns of one name; nil when it is missing or empty.
    ///
    /// - Parameter name: The name of the column in lower case.
    package func last(of name: String) -> String? { columns.indices[name]?.last.flatMap(field) }

    private func field(_ index: Int) -> String? {
      index >= fields.count || fields[index].isEmpty ? nil : fields[index]
    }

    /// The first field of these columns that is not empty.
    package func first(of names: String...) -> String? { names.lazy.compactMap { self[$0] }.first }

    /// A field that the format requires. Throws `report-invalid` when it is missing or empty.
    package func required(_ name: String) throws(Diagnostic) -> String {
      guard let field = self[name] else {
        throw Diagnostic(.reportInvalid, "expected a value in the column '\(name)'", at: position)
      }
      return field
    }
  }

  package init(_ input: Input) throws(Diagnostic) {
    var records = CSVRecords(input)
    guard let first = try records.next() else {
      throw Diagnostic(.csvInvalid, "the table has no header", at: SourcePosition(file: input.name))
    }
    columns = CSVColumns(of: first.fields, in: input.name)
    var (rows, lack) = ([Row](), (fields: Int, complaint: Diagnostic)?.none)
    while let record = try records.next() {
      if record.fields.count == 1, record.fields[0].isEmpty { continue }
      let missing = first.fields.count - record.fields.count
      if missing != 0 {
        let complaint = Diagnostic(
          .csvInvalid, "the row has \(record.fields.count) fields, the header has \(first.fields.count)",
          at: SourcePosition(file: input.name, line: record.line),
          help: "the file may be cut off; make or fetch it again")
        guard missing > 0 else { throw complaint }
        lack = (max(lack?.fields ?? 0, missing), lack?.complaint ?? complaint)
      }
      rows.append(Row(line: record.line, columns: columns, fields: record.fields))
    }
    (self.input, header, self.rows, self.lack) = (input, first.fields, rows, lack)
  }

  /// Throws `csv-invalid` when a reader asked for a column by a name that several columns have, and their fields differ.
  package func throwIfAmbiguous() throws(Diagnostic) {
    guard let (name, line) = columns.ambiguous.withLock({ $0 }) else { return }
    throw Diagnostic(
      .csvInvalid, "several columns are named '\(name)', and their fields differ",
      at: SourcePosition(file: input.name, line: line), help: "remove one of the columns, or rename it")
  }

  /// The row that begins on a line.
  package func row(onLine line: Int) -> Row? {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].line < line { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].line == line ? rows[low] : nil
  }

  /// The fields of a row in the order of the header; the last ones may be missing.
  package func fields(of row: Row) -> [String] { row.fields }

  /// Whether the table has all these columns, given in lower case.
  package func has(_ names: String...) -> Bool {
    let known = Set(header.map { $0.lowercased() })
    return names.allSatisfy(known.contains)
  }
}

/// The columns of a table by their names in lower case, and the first name that was asked for in vain because it is
/// ambiguous, with the line of the row.
final class CSVColumns: Sendable {
  let indices: [String: [Int]]
  let file: String
  let ambiguous = Mutex<(name: String, line: Int)?>(nil)

  init(of header: [String], in file: String) {
    var indices: [String: [Int]] = [:]
    for (index, name) in header.enumerated() where !name.isEmpty {
      indices[name.lowercased(), default: []].append(index)
    }
    (self.indices, self.file) = (indices, file)
  }
}

/// Iterates over the records of a table.
private struct CSVRecords {
  private let input: Input
  private let separator: UInt8
  private var at: Int
  private var line = 1

  init(_ input: Input) {
    self.input = input
    at = input.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let head = input.bytes[at...].prefix { $0 != newline }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    separator =
      candidates.max { one, other in
        head.count { $0 == one } < head.count { $0 == other }
      } ?? candidates[0]
  }

  mutating func next() throws(Diagnostic) -> (line: Int, fields: [String])? {
    guard at < input.bytes.count else { return nil }
    let start = line
    var fields = [try field()]
    while at < input.bytes.count, input.bytes[at] == separator {
      at += 1
      fields.append(try field())
    }
    try endOfRecord()
    return (start, fields)
  }

  private mutating func endOfRecord() throws(Diagnostic) {
    if at < input.bytes.count, input.bytes[at] == carriageReturn { at += 1 }
    guard at < input.bytes.count else { return }
    guard input.bytes[at] == newline else { throw fault("unexpected text after the closing quote of a field") }
    at += 1
    line += 1
  }

  private mutating func field() throws(Diagnostic) -> String {
    guard at < input.bytes.count, input.bytes[at] == quote else {
      let start = at
      while at < input.bytes.count, input.bytes[at] != separator, input.bytes[at] != newline { at += 1 }
      var end = at
      if end > start, input.bytes[end - 1] == carriageReturn, at == input.bytes.count || input.bytes[at] == newline {
        end -= 1
      }
      return try text(Array(input.bytes[start..<end]))
    }
    return try quoted()
  }

  private mutating func quoted() throws(Diagnostic) -> String {
    let (start, first) = (at, line)
    var bytes: [UInt8] = []
    at += 1
    while at < input.bytes.count {
      let byte = input.bytes[at]
      if byte == quote {
        guard at + 1 < input.bytes.count, input.bytes[at + 1] == quote else {
          at += 1
          return try text(bytes)
        }
        at += 1
      }
      if byte == newline { line += 1 }
      bytes.append(byte)
      at += 1
    }
    (at, line) = (start, first)
    throw fault("unterminated quoted field")
  }

  private func text(_ bytes: [UInt8]) throws(Diagnostic) -> String {
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw fault("the field is not valid UTF-8")
    }
    let plain = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    return plain.count == text.utf8.count ? text : String(decoding: plain, as: UTF8.self)
  }

  private func fault(_ words: String) -> Diagnostic {
    Diagnostic(
      .csvInvalid, "invalid CSV: \(words)", at: SourcePosition(file: input.name, line: line),
      help: "the file may be cut off; make or fetch it again")
  }
}

private let (quote, newline, carriageReturn) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))
