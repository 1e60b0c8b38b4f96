/// A version that is a list of numbers, of which a continuation is newer: an R package, with `.` or `-` between (R,
/// `numeric_version`), or a Haskell package (Haskell, `Data.Version`).
struct NumberListVersion: VersionSyntax {
  let numbers: [VersionNumber]

  init?(_ text: [UInt8]) {
    let parts = text.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: ".") : $0 }.parts(at: ".")
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else { return nil }
    numbers = parts.map { VersionNumber($0) }
  }

  func compare(to other: NumberListVersion) -> VersionOrder? { VersionOrder(numbers, other.numbers) }
}

/// A version of an ecosystem whose rule is not known: numbers joined by dots, after an optional `v`.
///
/// All ecosystems order such versions by the first number that differs. They disagree on whether `1.0` equals `1.0.0`,
/// and some read `1.10` as a decimal fraction, so there is no order then.
struct PlainVersion: VersionSyntax {
  private let numbers: [VersionNumber]

  init?(_ text: [UInt8]) {
    let text = text.first.map { $0 | 0x20 } == UInt8(ascii: "v") ? text.dropFirst() : text[...]
    let parts = text.parts(at: ".")
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else { return nil }
    numbers = parts.map { VersionNumber($0) }
  }

  func compare(to other: PlainVersion) -> VersionOrder? {
    let order = VersionOrder(numbers, other.numbers)
    if numbers.count == 2, other.numbers.count == 2, numbers[0] == other.numbers[0] {
      return numbers[1].text.count == other.numbers[1].text.count ? order : nil
    }
    let (shorter, longer) = numbers.count < other.numbers.count ? (numbers, other.numbers) : (other.numbers, numbers)
    let isFilledUp = longer.starts(with: shorter) && longer.dropFirst(shorter.count).allSatisfy(\.isZero)
    return isFilledUp && shorter.count < longer.count ? nil : order
  }
}
