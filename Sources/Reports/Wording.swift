/// A number with its noun in singular or plural: `3 findings`, `1 finding`.
package func plural(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(grouped(count)) \(count == 1 ? one : many ?? one + "s")"
}

/// A number with its digits in groups of three: `10,000`.
func grouped(_ count: Int) -> String {
  var digits = String(count)
  var index = digits.utf8.count - 3
  while index > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
    index -= 3
  }
  return digits
}

/// A share from 0 to 1 as a percentage: `94.4%`.
func percent(_ share: Double) -> String {
  guard share.isFinite, (0...1).contains(share) else { return "\(share)" }
  let tenths = Int((share * 1000).rounded())
  return "\(tenths / 10).\(tenths % 10)%"
}

/// A list of words in a sentence: `a`, `a and b`, `a, b and c`.
package func enumerated(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return "\(words.dropLast().joined(separator: ", ")) and \(last)"
}

extension String {
  /// The text as it may be shown to people: control characters made visible, and cut to `limit` Unicode scalars, the
  /// last of which is then `…`. Text of a report must not fill a page.
  package func displayText(limit: Int = 400) -> String {
    if utf8.count <= limit, utf8.allSatisfy({ $0 &- 0x20 < 0x5F }) { return self }
    var safe = String.UnicodeScalarView()
    var (count, marks) = (0, 0)
    for scalar in neutralized().unicodeScalars {
      // Many combining marks on one character would overlap the lines above and below. No script needs more than four.
      marks = scalar.columns == 0 ? marks + 1 : 0
      if marks > 4 { continue }
      count += 1
      if count > limit {
        safe.removeLast()
        return String(safe) + "…"
      }
      safe.append(scalar)
    }
    return String(safe)
  }
}
