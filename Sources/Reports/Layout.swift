import Console

/// Lines for a terminal: wrapped at words, hung from an indent, coloured after they were measured.
struct Layout {
  /// How a piece of text is coloured once its columns are counted.
  typealias Paint = (Style, String) -> String

  let width: Int
  let style: Style
  private(set) var text = ""

  /// Nobody reads from one edge of a very wide terminal to the other.
  init(_ canvas: Canvas) { (width, style) = (min(canvas.width, 120), canvas.style) }

  mutating func blank() { text += "\n" }

  /// One line as it is.
  mutating func line(_ content: String, paint: Paint = plain) { text += paint(style, content) + "\n" }

  /// Lines that are laid out already.
  mutating func add(_ lines: some StringProtocol) { text += lines }

  /// `left … right` in one line, when both fit; false, and nothing is written, when they do not.
  mutating func pair(
    _ left: String, _ right: String, after lead: Lead = .none, paint: Paint = plain, paintRight: Paint = dim
  ) -> Bool {
    let room = width - lead.columns - columns(left) - columns(right)
    guard right.isEmpty ? room >= 0 : room >= 2 else { return false }
    let gap = right.isEmpty ? "" : String(repeating: " ", count: room)
    text += lead.painted(style) + paint(style, left) + gap + (right.isEmpty ? "" : paintRight(style, right)) + "\n"
    return true
  }

  /// `left … right`, the right part on lines of its own when both do not fit.
  mutating func split(
    _ left: String, _ right: String, after lead: Lead = .none, hang: Int = 0, paint: Paint = plain,
    paintRight: Paint = dim
  ) {
    if pair(left, right, after: lead, paint: paint, paintRight: paintRight) { return }
    paragraph(left, after: lead, hang: hang, paint: paint)
    paragraph(right, after: .indent(hang), hang: hang, paint: paintRight)
  }

  /// Words wrapped at the width; the first line follows `lead`, the others hang under column `hang`.
  mutating func paragraph(_ content: String, after lead: Lead = .none, hang: Int = 0, paint: Paint = plain) {
    let lines = wrapped(content, first: width - lead.columns, others: width - hang)
    for (index, line) in lines.enumerated() {
      text += (index == 0 ? lead.painted(style) : blanks(hang)) + paint(style, line) + "\n"
    }
  }

  /// Facts with a mark between them; a line ends between two facts where it can, and the next begins with `opening`.
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

/// What stands before the first word of a paragraph, with a colour of its own.
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
