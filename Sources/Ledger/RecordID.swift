import Model
import System

/// The name of a record: its time, then the first 40 digits of the SHA-256 digest of its bytes. Names sort by time, and equal
/// records have one name.
package struct RecordID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// `YYYYMMDDTHHMMSSZ`, a hyphen and 40 hexadecimal digits.
  package let description: String

  package init(of bytes: [UInt8], at time: Timestamp) {
    let stamp = time.description.filter { $0 != "-" && $0 != ":" }
    description = "\(stamp)-\(Digest.sha256(bytes).hex.prefix(40))"
  }

  /// Nil unless the text has the form of a record's name.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 57, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
      bytes[16] == UInt8(ascii: "-")
    else { return nil }
    let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    let isHex = { (byte: UInt8) in isDigit(byte) || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f") }
    guard bytes[0..<8].allSatisfy(isDigit), bytes[9..<15].allSatisfy(isDigit), bytes[17...].allSatisfy(isHex) else {
      return nil
    }
    description = String(decoding: bytes, as: UTF8.self)
  }

  /// The path in the ledger's tree, `YYYY/MM/DD/NAME.json`: no folder ever holds more than the records of a day.
  package var path: String {
    let digits = Array(description)
    return "\(String(digits[0..<4]))/\(String(digits[4..<6]))/\(String(digits[6..<8]))/\(description).json"
  }

  /// Nil unless the path is the one of a record.
  package init?(path: String) {
    guard let name = path.split(separator: "/").last, name.hasSuffix(".json"), let id = RecordID(name.dropLast(5)),
      id.path.utf8.elementsEqual(path.utf8)
    else { return nil }
    self = id
  }

  package static func < (one: RecordID, other: RecordID) -> Bool {
    one.description.utf8.lexicographicallyPrecedes(other.description.utf8)
  }
}
