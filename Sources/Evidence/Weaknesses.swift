import Documents
import Model

/// The CWE number that a text names: `CWE-79`, `CWE-79: Improper …`, `external/cwe/cwe-079`, `https://…/79.html`, and, where
/// the field is one of CWEs, the bare number. Nil when it names none.
package func weakness(_ text: String, isBare: Bool = false) -> Int? {
  let bytes = Array(text.utf8)
  if isBare, let number = number(at: 0, of: bytes), bytes.count <= 5 { return number }
  var at = 0
  while at + 4 < bytes.count {
    if bytes[at] | 0x20 == UInt8(ascii: "c"), bytes[at + 1] | 0x20 == UInt8(ascii: "w"),
      bytes[at + 2] | 0x20 == UInt8(ascii: "e"), [UInt8(ascii: "-"), UInt8(ascii: "_")].contains(bytes[at + 3])
    {
      return number(at: at + 4, of: bytes)
    }
    at += 1
  }
  return bytes.starts(with: address) ? number(at: address.count, of: bytes) : nil
}

/// The CWEs of a field that holds one or a list of them, as numbers or texts.
package func weaknesses(in value: JSONValue?) throws(Diagnostic) -> [Int] {
  guard let value else { return [] }
  var numbers: [Int] = []
  if value.kind == .array {
    for element in try value.elements() { numbers.add(weakness(of: element)) }
  } else {
    numbers.add(weakness(of: value))
  }
  return numbers
}

extension [Int] {
  /// Adds a CWE that is not there yet.
  mutating func add(_ weakness: Int?) {
    if let weakness, !contains(weakness) { append(weakness) }
  }
}

private let address = Array("https://cwe.mitre.org/data/definitions/".utf8)

private func weakness(of value: JSONValue) -> Int? {
  value.integer.flatMap { (1...99_999).contains($0) ? $0 : nil } ?? value.text.flatMap { weakness($0, isBare: true) }
}

private func number(at start: Int, of bytes: [UInt8]) -> Int? {
  var (value, at) = (0, start)
  while at < bytes.count, at < start + 6, (48...57).contains(bytes[at]) {
    value = value * 10 + Int(bytes[at] - 48)
    at += 1
  }
  return value > 0 ? value : nil
}
