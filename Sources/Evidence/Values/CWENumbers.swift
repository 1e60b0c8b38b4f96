import Documents
import Model

/// CWE numbers, in the many ways that scanners write them.
package enum Weakness {
  /// The number that a text names: `CWE-79`, `CWE-79: Improper …`, `external/cwe/cwe-079`, a page of cwe.mitre.org, and,
  /// where the field is one of CWEs (`isBare`), the number alone. Nil when it names none.
  package static func number(_ text: String, isBare: Bool = false) -> Int? {
    number(text.utf8Span.span, isBare: isBare)
  }

  private static func number(_ bytes: Span<UInt8>, isBare: Bool) -> Int? {
    if isBare, bytes.count <= 5, let number = digits(at: 0, of: bytes) { return number }
    if bytes.begins(with: address) { return digits(at: address.utf8CodeUnitCount, of: bytes) }
    guard bytes.count > 4 else { return nil }
    for at in 0..<(bytes.count - 4) where bytes[at] | 0x20 == UInt8(ascii: "c") {
      if bytes[at + 1] | 0x20 == UInt8(ascii: "w"), bytes[at + 2] | 0x20 == UInt8(ascii: "e"),
        bytes[at + 3] == dash || bytes[at + 3] == underscore
      {
        return digits(at: at + 4, of: bytes)
      }
    }
    return nil
  }

  /// The numbers of a field that holds one CWE or a list of them, as numbers or texts.
  package static func numbers(in value: JSONValue?) throws(Diagnostic) -> [Int] {
    guard let value else { return [] }
    var numbers: [Int] = []
    if value.isArray {
      for element in try value.elements() { numbers.add(weakness: number(of: element)) }
    } else {
      numbers.add(weakness: number(of: value))
    }
    return numbers
  }

  private static func number(of value: JSONValue) -> Int? {
    value.scalarBytes.flatMap { number($0.span, isBare: true) }
  }

  /// At most six digits that are no zero; a negative number (ZAP: `-1`) names none.
  private static func digits(at start: Int, of bytes: Span<UInt8>) -> Int? {
    var (value, at) = (0, start)
    while at < bytes.count, at < start + 6, (48...57).contains(bytes[at]) {
      value = value * 10 + Int(bytes[at] - 48)
      at += 1
    }
    return value > 0 ? value : nil
  }
}

extension [Int] {
  /// Adds a CWE that is not there yet.
  package mutating func add(weakness: Int?) {
    if let weakness, !contains(weakness) { append(weakness) }
  }
}

private let address: StaticString = "https://cwe.mitre.org/data/definitions/"
private let (dash, underscore) = (UInt8(ascii: "-"), UInt8(ascii: "_"))
