import Documents
import Interning

/// The fields of a message in lines, `Installed Version: 2.14.1`, as Trivy, Sysdig and Docker Scout write them.
struct MessageFields {
  /// Names in lower case, with their values; a name may occur several times.
  private let fields: [(name: String, value: String)]

  /// The fields of a text whose first or second line is one; nil for any other text.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    let lines = bytes.drop { $0 <= 0x20 }.split(maxSplits: 2) { $0 == 0x0A || $0 == 0x0D }
    guard lines.prefix(2).contains(where: { isField($0.drop { $0 <= 0x20 }) }) else { return nil }
    fields = bytes.split { $0 == 0x0A || $0 == 0x0D }.compactMap { line in
      guard isField(line.drop { $0 <= 0x20 }), let colon = line.firstIndex(of: colon) else { return nil }
      return (trimmed(line[..<colon]).lowercased(), trimmed(line[(colon + 1)...]))
    }
  }

  /// Whether there are several fields, so that the text is a list of them and no message whose first line has a colon.
  var isList: Bool { fields.count > 1 }

  /// The value of the first field of a name; nil if there is none or it is empty.
  subscript(names: String...) -> String? {
    for name in names {
      if let field = fields.first(where: { $0.name == name }), !field.value.isEmpty { return field.value }
    }
    return nil
  }

  /// The gravest of the severities stated; nil if none is. A text may follow the word.
  var severity: InternedString? {
    let words = all("severity").compactMap { $0.split(separator: " ").first.map { InternedString(String($0)) } }
    return words.max { StatedSeverity($0) < StatedSeverity($1) }.flatMap { StatedSeverity($0) == .nothing ? nil : $0 }
  }

  /// The values of all fields of a name.
  func all(_ name: String) -> [String] { fields.lazy.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }
}

/// Whether a line begins with a short name and a colon.
private func isField(_ line: ArraySlice<UInt8>) -> Bool {
  for byte in line.prefix(32) {
    if byte == colon { return true }
    guard (97...122).contains(byte | 0x20) || byte == 0x20 || byte == UInt8(ascii: "_") else { return false }
  }
  return false
}

private func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
  String(decoding: bytes.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
}

private let colon = UInt8(ascii: ":")
