/// The known name that is nearest to a misspelt one; nil when none is near enough.
///
/// The distance is Damerau–Levenshtein over lower-cased scalars, where a swap of neighbours is one edit. At most a
/// third of the word's length may differ. In a word of three letters none may be another: `and` is not `any`.
///
/// - Parameter most: The largest distance, for words that may well be something else that is not known.
package func nearest(to word: String, among known: some Sequence<String>, atMost most: Int = .max) -> String? {
  let limit = min(most, max(1, word.unicodeScalars.count / 3))
  return known.filter { !isOtherShortWord($0, word) }.map {
    (name: $0, distance: editDistance(word.lowercased(), $0.lowercased()))
  }
  .filter { $0.distance <= limit }
  .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
}

private func isOtherShortWord(_ one: String, _ other: String) -> Bool {
  let (a, b) = (one.lowercased().unicodeScalars, other.lowercased().unicodeScalars)
  return a.count == b.count && a.count <= 3 && a.sorted() != b.sorted()
}

private func editDistance(_ one: String, _ other: String) -> Int {
  let (a, b) = (Array(one.unicodeScalars.prefix(64)), Array(other.unicodeScalars.prefix(64)))
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var before = [Int](), last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, before[j - 2] + 1) }
      row.append(cost)
    }
    (before, last) = (last, row)
  }
  return last[b.count]
}
