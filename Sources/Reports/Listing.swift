/// A list of named entries for people: one line for each entry, with facts about it below.
package struct Listing {
  package struct Entry {
    package let name: String
    /// The description of the entry, in one line.
    package let title: String
    /// A short note at the right end of the line, such as the kind of the entry.
    package let note: String
    /// Labelled texts below the line.
    package let facts: [(label: String, text: String)]

    package init(name: String, title: String, note: String, facts: [(label: String, text: String)]) {
      (self.name, self.title, self.note, self.facts) = (name, title, note, facts)
    }
  }

  private let entries: [Entry]
  package init(_ entries: [Entry]) { self.entries = entries }

  package func text(_ canvas: Canvas) -> String {
    var page = Layout(canvas)
    for entry in entries {
      let name = Lead(entry.name + "  ", bold)
      if !page.pair(entry.title, entry.note, after: name) {
        page.paragraph(entry.title, after: name, hang: 2)
        page.paragraph(entry.note, after: .indent(2), hang: 2, paint: dim)
      }
      for (label, text) in entry.facts where !text.isEmpty {
        page.paragraph(text, after: Lead("  \(label) ", dim), hang: 4)
      }
      page.blank()
    }
    return page.text
  }
}
