import Model
import Settings

// Ids of findings, as waivers and the baseline name them.

/// Whether a text has the form of a finding's id: 32 hexadecimal digits in lower case.
func isFindingID(_ id: String) -> Bool {
  id.utf8.count == 32 && id.utf8.allSatisfy { isHexadecimal($0) && !(65...70).contains($0) }
}

func isHexadecimal(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...102).contains(byte | 0x20) }

extension NameFault {
  /// Why a text is not the id of a finding; nil when it has the form of one.
  ///
  /// - Parameter isWaived: Whether a waiver names it, which a command can write.
  static func ofFinding(_ id: String, isWaived: Bool = false) -> NameFault? {
    if isFindingID(id) { return nil }
    let hasDigitsOnly = id.utf8.allSatisfy(isHexadecimal)
    if hasDigitsOnly, id.utf8.count == 32 {
      return NameFault("is not in lower case, as ids are", help: "write `\(id.lowercased())`")
    }
    if hasDigitsOnly, id.utf8.count < 32 {
      return NameFault(
        "is only the beginning of an id",
        help: "write all 32 digits; `gatehouse explain \(id)` shows them"
          + (isWaived ? ", and `gatehouse waive \(id)` writes the waiver" : ""))
    }
    if id.contains("-") {
      return NameFault("is not the id of a finding", help: "write `id: \(id)` for a vulnerability")
    }
    return NameFault(
      "is not the id of a finding, which has 32 hexadecimal digits",
      help: "`gatehouse check --format json` lists the ids")
  }
}
