import Documents

/// Lines for a terminal: wrapped at words, hung from an indent, coloured after they were measured.
struct Layout {
  let width: Int
  let style: Style
  private(set) var text = ""

  init(_ canvas: Canvas) { (width, style) = (canvas.width, canvas.style) }

  mutating func blank() { text += "\n" }

  /// Text that is laid out already.
  mutating func add(_ lines: String) { text += lines }

  /// One line as it is.
  mutating func line(_ content: String, paint: (Style, String) -> String = { $1 }) { text += paint(style, content) + "\n" }

  /// `left … right` when both fit, else the right part on a line of its own under it.
  mutating func split(
    _ left: String, _ right: String, hang: Int = 2, paint: (Style, String) -> String = { $1 },
    paintRight: (Style, String) -> String = { $0.dim($1) }
  ) {
    let room = width - columns(left) - columns(right)
    if right.isEmpty || room >= 2 {
      let gap = right.isEmpty ? "" : String(repeating: " ", count: max(2, room))
      text += paint(style, left) + gap + (right.isEmpty ? "" : paintRight(style, right)) + "\n"
    } else {
      paragraph(left, first: "", hang: hang, paint: paint)
      paragraph(right, first: String(repeating: " ", count: hang), hang: hang, paint: paintRight)
    }
  }

  /// Words wrapped at the width; the first line starts with `first`, the others hang under column `hang`.
  mutating func paragraph(
    _ content: String, first: String, hang: Int, paint: (Style, String) -> String = { $1 }
  ) {
    var lines: [String] = [], current = ""
    for word in content.split(separator: " ", omittingEmptySubsequences: true) {
      if current.isEmpty {
        current = String(word)
      } else if hang + columns(current) + 1 + columns(word) <= width {
        current += " " + word
      } else {
        lines.append(current)
        current = String(word)
      }
    }
    lines.append(current)
    for (index, line) in lines.enumerated() {
      text += (index == 0 ? first : String(repeating: " ", count: hang)) + paint(style, line) + "\n"
    }
  }
}

/// The columns a text takes: one a scalar, none for combining marks, two for the wide blocks of East Asian scripts.
func columns(_ text: some StringProtocol) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
}

private func width(of scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0x300...0x36F, 0x200B...0x200D, 0xFE00...0xFE0F: 0
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
    2
  default: 1
  }
}

func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - columns(text)))
}
