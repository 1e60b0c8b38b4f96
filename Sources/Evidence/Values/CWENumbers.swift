import Documents
import Model

/// Parses CWE numbers in the forms that scanners use.
package enum Weakness {
  /// The CWE number in a text: `CWE-79`, `CWE-79: Improper …`, `external/cwe/cwe-079`, a URL of cwe.mitre.org. Nil if
  /// there is none.
  ///
  /// - Parameter isBare: whether the number alone counts, for fields that hold nothing but CWEs.
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

  /// The CWE numbers of a field that holds one or a list of them, as numbers or strings.
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

  /// The number in up to six digits; nil if it is zero or negative (ZAP writes `-1` for none).
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
  /// Appends a CWE number unless it is nil or already in the list.
  package mutating func add(weakness: Int?) {
    if let weakness, !contains(weakness) { append(weakness) }
  }
}

private let address: StaticString = "https://cwe.mitre.org/data/definitions/"
private let (dash, underscore) = (UInt8(ascii: "-"), UInt8(ascii: "_"))
