/// The columns that a text occupies on a terminal, by the East Asian widths of Unicode (UAX #11).
///
/// The table is part of this program because `wcwidth` of the C library depends on the locale, and output must not.
package func columns(_ text: some StringProtocol) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.unicodeScalars.reduce(0) { $0 + $1.columns }
}

extension Unicode.Scalar {
  /// The columns of one scalar: 0 for combining marks, 2 for East Asian wide characters and emoji, otherwise 1.
  package var columns: Int {
    switch value {
    case ..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      switch properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: return 0
      default: return 1
      }
    }
  }
}
