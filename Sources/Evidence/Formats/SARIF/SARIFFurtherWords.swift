import Documents
import Interning
import Model

/// What the results of a run say beyond the title of their observations: further lines of the message, and its Markdown
/// (§3.11.4), which tools may fill with more than the plain text.
///
/// Two results with one rule, at one place and with one title are repetitions of one result unless these words differ.
struct SARIFFurtherWords {
  private struct Key: Hashable {
    let rule: InternedString
    let title: InternedString
    let location: Location
  }
  private var groups: [Key: [(observation: Int, words: String)]] = [:]

  /// Notes the words of a result for its observations.
  mutating func note(_ result: JSONValue, of observations: [Observation], from start: Int) {
    guard start < observations.count, let message = result["message"] else { return }
    let markdown = message["markdown"]?.text
    let text = message["text"].flatMap { $0.hasEscapes ? $0.text : nil }
    guard markdown != nil || text != nil else { return }
    let words = [text, markdown].compactMap { $0 }.joined(separator: " ").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    for index in start..<observations.count where observations[index].component == nil {
      let one = observations[index]
      groups[Key(rule: one.$ruleId, title: one.$title, location: one.location), default: []].append((index, words))
    }
  }

  /// Adds the words to the titles of observations that differ in nothing else.
  func tellApart(_ observations: inout [Observation]) {
    for group in groups.values where group.contains(where: { !$0.words.isSame(as: group[0].words) }) {
      for (index, words) in group where !words.isSame(as: observations[index].title) {
        let (title, more) = (observations[index].title, words.prefix(longest))
        observations[index].title = more.utf8.starts(with: title.utf8) ? String(more) : "\(title) (\(more))"
      }
    }
  }
}

/// So many characters are added to a title.
private let longest = 400
