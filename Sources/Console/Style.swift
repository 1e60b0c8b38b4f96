/// Whether and how text for people is coloured (ECMA-48 §8.3.117, select graphic rendition).
///
/// Colour only repeats what the words say, so plain text carries the same information.
package struct Style: Sendable {
  package let isColoured: Bool

  package init(colour isColoured: Bool) { self.isColoured = isColoured }
  package static let plain = Style(colour: false)
  package static let coloured = Style(colour: true)

  package func bold(_ text: String) -> String { wrap("1", text) }
  package func dim(_ text: String) -> String { wrap("2", text) }
  package func red(_ text: String) -> String { wrap("1;31", text) }
  package func yellow(_ text: String) -> String { wrap("1;33", text) }
  package func green(_ text: String) -> String { wrap("1;32", text) }
  package func blue(_ text: String) -> String { wrap("1;34", text) }

  private func wrap(_ code: String, _ text: String) -> String {
    isColoured && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
