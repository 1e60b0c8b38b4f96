import Synchronization

/// Many regular expressions that are matched at once, in time linear in the text for all expressions.
///
/// Most expressions have literal text that each of their matches contains (`RequiredLiterals`). One pass over a text finds
/// which literals occur (`LiteralFinder`), and only the expressions of these are matched. Expressions that look for the same
/// literal, or for none, share an automaton. It can have a state for each subset of its expressions, as that of `.*[ab].*`
/// and `.*[bc].*` does; one whose states are too many is divided in two.
///
/// A matcher that backtracks, such as Swift's `Regex`, takes exponential time: `(a*)*b` took it 8 seconds on 24 letters
/// `a`, and twice as long for each letter more (measured with Swift 6.3).
package final class ExpressionSet: Sendable {
  private let expressions: [RegularExpression]
  /// The numbers of the expressions that are inverted, ascending.
  private let inverted: [Int]
  /// Finds the groups of expressions of which a literal occurs.
  private let literals: LiteralFinder
  private let automata: Mutex<Automata>

  /// - Parameter inverted: The numbers of expressions that match the texts in which they are not found.
  package init(_ expressions: [RegularExpression], inverted: [Int] = []) {
    (self.expressions, self.inverted) = (expressions, inverted.sorted())
    var (groups, required) = ([[Int]](), [RequiredLiterals?]())
    var known: [RequiredLiterals?: Int] = [:]
    for (number, literals) in RequiredLiterals.chosen(for: expressions).enumerated() {
      let group = known[literals] ?? groups.count
      if group == groups.count {
        known[literals] = group
        groups.append([])
        required.append(literals)
      }
      groups[group].append(number)
    }
    literals = LiteralFinder(required)
    automata = Mutex(Automata(of: groups, always: known[.none]))
  }

  /// The numbers of the expressions that match somewhere in a text, ascending. Bytes that are not UTF-8 are read as
  /// U+FFFD, one for each byte, as in Go.
  package func matches(in text: [UInt8]) -> [Int] {
    var found = automata.withLock { automata in
      literals.find(in: text, &automata.candidates)
      return automata.found(in: text, expressions)
    }
    found.sort()
    return inverted.isEmpty ? found : inverting(found)
  }

  /// The expressions that match, given those that are found: an inverted one matches if it is not found.
  private func inverting(_ found: [Int]) -> [Int] {
    var (matching, rest) = ([Int](), inverted[...])
    for number in found {
      while let first = rest.first, first < number { matching.append(rest.removeFirst()) }
      if rest.first == number { rest.removeFirst() } else { matching.append(number) }
    }
    return matching + rest
  }
}

/// The automata that texts have asked for so far, and memory that the look-ups of texts share.
private struct Automata {
  /// The groups of which a literal occurs in the text.
  var candidates: LiteralFinder.Found
  /// The group that looks for no literal.
  private let always: Int?
  private var groups: [[Part]]
  /// The size of all automata, in words of four bytes.
  private var size = 0

  /// The expressions of one automaton, which is nil until a text asks for it.
  private struct Part {
    var numbers: [Int]
    var automaton: ExpressionAutomaton?
  }

  /// The automata are forgotten when they have this size, so that memory stays bounded.
  private static let sizeLimit = 16 << 20

  init(of groups: [[Int]], always: Int?) {
    self.always = always
    self.groups = groups.map { [Part(numbers: $0)] }
    candidates = LiteralFinder.Found(count: groups.count)
  }

  /// The expressions that are found in a text, given the candidates.
  mutating func found(in text: [UInt8], _ expressions: [RegularExpression]) -> [Int] {
    var found: [Int] = []
    for group in candidates.numbers { add(group, to: &found, text, expressions) }
    if let always { add(always, to: &found, text, expressions) }
    if size > Self.sizeLimit { forget() }
    return found
  }

  private mutating func add(
    _ group: Int, to found: inout [Int], _ text: [UInt8], _ expressions: [RegularExpression]
  ) {
    // A half of what is divided is appended, and has been asked about this text already.
    for part in groups[group].indices {
      if groups[group][part].automaton == nil {
        groups[group][part].automaton = ExpressionAutomaton(groups[group][part].numbers, of: expressions)
      }
      size += groups[group][part].automaton?.add(to: &found, matchesIn: text) ?? 0
      if groups[group][part].automaton?.isOverfull == true { divide(part, of: group) }
    }
  }

  private mutating func divide(_ part: Int, of group: Int) {
    let numbers = groups[group][part].numbers
    let half = numbers.count / 2
    groups[group][part] = Part(numbers: Array(numbers[..<half]))
    groups[group].append(Part(numbers: Array(numbers[half...])))
  }

  private mutating func forget() {
    for group in groups.indices { for part in groups[group].indices { groups[group][part].automaton = nil } }
    size = 0
  }
}
