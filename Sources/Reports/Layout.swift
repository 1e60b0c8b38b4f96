import Console

/// A text for a terminal that is composed line by line: it wraps between words, indents, and adds
/// colour after counting columns.
struct Layout {
  /// A function that colours a piece of text after its columns were counted.
  typealias Paint = (Style, String) -> String

  let width: Int
  let style: Style
  /// Whether nothing is left out.
  let isComplete: Bool
  private(set) var text = ""

  /// The width is limited to 120 columns, because longer lines are hard to read.
  init(_ canvas: Canvas) {
    (width, style, isComplete) = (min(canvas.width, 120), canvas.style, canvas.isComplete)
  }

  /// How many of several things are shown where usually the first ones are.
  func shown(_ first: Int) -> Int { isComplete ? .max : first }

  mutating func blank() { text += "\n" }

  /// Appends one line without wrapping it.
  mutating func line(_ content: String, paint: Paint = plain) { text += paint(style, content) + "\n" }

  /// Appends lines that are already laid out.
  mutating func add(_ lines: some StringProtocol) { text += lines }

  /// Appends a line with `left` at its beginning and `right` at its end. Returns false, and appends nothing, when they
  /// do not fit.
  mutating func pair(
    _ left: String, _ right: String, after lead: Lead = .none, paint: Paint = plain, paintRight: Paint = dim
  ) -> Bool {
    let room = width - lead.columns - columns(left) - columns(right)
    guard right.isEmpty ? room >= 0 : room >= 2 else { return false }
    let gap = right.isEmpty ? "" : String(repeating: " ", count: room)
    text += lead.painted(style) + paint(style, left) + gap + (right.isEmpty ? "" : paintRight(style, right)) + "\n"
    return true
  }

  /// Appends `left` and `right` on one line, or `right` below `left` when they do not fit.
  mutating func split(
    _ left: String, _ right: String, after lead: Lead = .none, hang: Int = 0, paint: Paint = plain,
    paintRight: Paint = dim
  ) {
    if pair(left, right, after: lead, paint: paint, paintRight: paintRight) { return }
    paragraph(left, after: lead, hang: hang, paint: paint)
    if !right.isEmpty { paragraph(right, after: .indent(hang), hang: hang, paint: paintRight) }
  }

  /// Appends a text, wrapped at the width. The first line follows `lead`; the others are indented by `hang` columns.
  mutating func paragraph(_ content: String, after lead: Lead = .none, hang: Int = 0, paint: Paint = plain) {
    let lines = wrapped(content, first: width - lead.columns, others: width - hang)
    for (index, line) in lines.enumerated() {
      text += (index == 0 ? lead.painted(style) : blanks(hang)) + paint(style, line) + "\n"
    }
  }

  /// Appends facts with a separator between them. Lines are wrapped between facts where possible; a new line begins
  /// with `opening`.
  mutating func facts(
    _ facts: [String], between mark: String = " · ", opening: String = "", after lead: Lead = .none, hang: Int = 0,
    paint: Paint = plain
  ) {
    var (line, lead) = ("", lead)
    for fact in facts where !fact.isEmpty {
      let longer = line.isEmpty ? fact : line + mark + fact
      if line.isEmpty || lead.columns + columns(longer) <= width {
        line = longer
      } else {
        paragraph(line, after: lead, hang: hang, paint: paint)
        (line, lead) = (opening + fact, .indent(hang))
      }
    }
    if !line.isEmpty { paragraph(line, after: lead, hang: hang, paint: paint) }
  }
}

/// The beginning of a paragraph's first line, which has a colour of its own.
struct Lead {
  var text: String
  var paint: Layout.Paint

  init(_ text: String, _ paint: @escaping Layout.Paint = plain) { (self.text, self.paint) = (text, paint) }
  static var none: Lead { Lead("") }
  static func indent(_ columns: Int) -> Lead { Lead(blanks(columns)) }

  var columns: Int { Console.columns(text) }
  func painted(_ style: Style) -> String { paint(style, text) }
}

func plain(_ style: Style, _ text: String) -> String { text }
func dim(_ style: Style, _ text: String) -> String { style.dim(text) }
func bold(_ style: Style, _ text: String) -> String { style.bold(text) }
