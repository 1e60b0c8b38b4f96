import Interning
import Risks

extension NameUses {
  /// The uses of the names in some lines, in the function around them, as its indentation tells. A function in which a name gets
  /// no value says nothing of it, and a whole function brings its names along.
  ///
  /// - Parameter range: The indices of the lines.
  init(of range: Range<Int>, in lines: [SourceLine]) {
    let names = Self.names(in: lines[range])
    var (bindings, others) = ([String: InternedString](), [String: Set<InternedString>]())
    for line in Scope(before: range.lowerBound, in: lines) {
      let text = InternedString(String(decoding: line.code, as: UTF8.self))
      for word in line.words where names.contains(word.name) && !word.isMember && bindings[word.name] == nil {
        if word.isTarget || line.isHead {
          bindings[word.name] = text
        } else {
          others[word.name, default: []].insert(text)
        }
      }
    }
    self.init(
      bindings: bindings.sorted { $0.key < $1.key }.map(\.value),
      others: others.filter { bindings[$0.key] != nil }.values.reduce(into: []) { $0.formUnion($1) })
  }

  /// The names that some lines use and give no value themselves.
  private static func names(in lines: ArraySlice<SourceLine>) -> Set<String> {
    if lines.count > 1, let last = lines.first?.code.last, ":{".utf8.contains(last) { return [] }
    let words = lines.flatMap(\.words)
    let targets = Set(words.lazy.filter(\.isTarget).map(\.name))
    return Set(words.lazy.filter { !$0.isMember }.map(\.name)).subtracting(targets)
  }
}

/// The lines before another one in its function, the nearest first, with the head of the function at the end.
private struct Scope: Sequence, IteratorProtocol {
  private let lines: [SourceLine]
  private let first: Int
  private var index: Int
  private var indentation: Int
  private var isDone = false
  /// Whether the line after it is a bracket that opens the block around.
  private var isOpened = false

  struct Line {
    let code: [UInt8]
    let words: [SourceLine.Word]
    /// Whether it is the head of a function or loop around the line, which gives its names their values.
    let isHead: Bool
  }

  init(before index: Int, in lines: [SourceLine]) {
    (self.lines, self.index, indentation) = (lines, index - 1, lines[index].indentation)
    first = Swift.max(0, index - longestFunction)
  }

  mutating func next() -> Line? {
    while !isDone, index >= first {
      let line = lines[index]
      index -= 1
      // Outside of functions the lines of another one say nothing.
      if line.code.isEmpty || indentation == 0 && line.indentation > 0 { continue }
      let isAround = line.indentation < indentation || isOpened && line.indentation == indentation
      if isAround { indentation = line.indentation }
      // Its head stands on the line before it.
      isOpened = isAround && line.code == [UInt8(ascii: "{")]
      if isOpened { continue }
      let words = line.words
      let word = words.first?.name.lowercased() ?? ""
      let isControl = control.contains(word)
      let isFunction = !isControl && !loops.contains(word) && line.code.contains(UInt8(ascii: "("))
      isDone = isAround && (indentation == 0 || isFunction)
      return Line(code: line.code, words: words, isHead: isAround && !isControl)
    }
    return nil
  }
}

private let longestFunction = 120

/// The words with which lines begin that ask for the values of names and give them none.
private let control: Set = [
  "if", "elif", "else", "elseif", "elsif", "unless", "while", "until", "switch", "match", "case", "when", "try", "do",
  "guard", "return", "finally", "except", "catch", "rescue", "ensure",
]

/// The words with which lines begin that give names values in a block, and are no heads of functions.
private let loops: Set = ["for", "foreach", "with", "using", "lock", "synchronized"]
