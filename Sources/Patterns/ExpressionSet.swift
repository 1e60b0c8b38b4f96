import Synchronization

/// Many regular expressions that are matched at once, in time linear in the text whatever the expressions.
///
/// The automaton of all expressions is made deterministic while texts are read, and its states are kept, as RE2 does. So a
/// byte of a path takes one look-up in a table, for any number of expressions. A matcher that backtracks, such as Swift's
/// `Regex`, takes exponential time: `(a*)*b` took it 8 seconds on 24 letters `a`, and twice as long for each letter more (measured with Swift 6.3).
package final class ExpressionSet: Sendable {
  private let program: ExpressionProgram
  /// The numbers of the expressions that are inverted.
  private let inverted: [Int]
  private let states: Mutex<States>

  /// - Parameter inverted: The numbers of expressions that match the texts in which they are not found.
  package init(_ expressions: [RegularExpression], inverted: [Int] = []) {
    program = ExpressionProgram(expressions)
    self.inverted = inverted
    states = Mutex(States(from: program.starts))
  }

  /// The numbers of the expressions that match somewhere in a text, ascending. Bytes that are not UTF-8 are read as
  /// U+FFFD, one for each byte, as in Go.
  package func matches(in text: [UInt8]) -> [Int] {
    states.withLock { states in
      var (state, position) = (states.first, 0)
      while position < text.count {
        let byte = text[position]
        if byte < 0x80 {
          let known = states.next(of: state, by: byte)
          state =
            known >= 0 ? known : states.add(step(states.all[state], by: Unicode.Scalar(byte)), after: state, by: byte)
          position += 1
        } else {
          let (scalar, width) = decodedScalar(text, at: position, before: text.count)
          state = states.add(step(states.all[state], by: scalar ?? "\u{FFFD}"), after: nil, by: byte)
          position += width
        }
      }
      return states.matches(at: state) { matches(close($0, before: nil).matches) }
    }
  }
}

extension ExpressionSet {
  /// The expressions that match, given those that are found.
  private func matches(_ found: [Int]) -> [Int] {
    guard !inverted.isEmpty else { return found }
    let (known, others) = (Set(found), Set(inverted))
    return (found.filter { !others.contains($0) } + inverted.filter { !known.contains($0) }).sorted()
  }

  /// A state: the positions in the program that are reached, before conditions on the position are looked at.
  fileprivate struct State: Hashable, Sendable {
    var positions: [Int32]
    var isStart = false
    /// The scalar before, where an expression asks for it: a letter for the scalars of words, a newline, or nil.
    var last: Unicode.Scalar?
  }

  /// The state after one more scalar.
  private func step(_ state: State, by scalar: Unicode.Scalar) -> State {
    let reached = close(state, before: scalar)
    var positions = Set(program.restarts.map(Int32.init))
    for position in reached.takes {
      if case .take(let set, let next) = program.instructions[position], set.contains(scalar) {
        positions.insert(Int32(next))
      }
    }
    // What has matched stays matched.
    positions.formUnion(reached.matchPositions)
    let last: Unicode.Scalar? = !program.looksBehind ? nil : scalar == "\n" ? "\n" : scalar.isWord ? "a" : nil
    return State(positions: positions.sorted(), last: last)
  }

  private struct Reached {
    var takes: [Int] = []
    var matchPositions: [Int32] = []
    var matches: [Int] = []
  }

  /// Follows the instructions that take nothing. `next` is the scalar that follows; nil at the end of the text.
  private func close(_ state: State, before next: Unicode.Scalar?) -> Reached {
    var (reached, stack, seen) = (Reached(), state.positions.map(Int.init), Set<Int>())
    while let position = stack.popLast() {
      guard seen.insert(position).inserted else { continue }
      switch program.instructions[position] {
      case .take: reached.takes.append(position)
      case .split(let one, let other): stack += [other, one]
      case .assert(let assertion, let then):
        if holds(assertion, in: state, before: next) { stack.append(then) }
      case .match(let number):
        reached.matchPositions.append(Int32(position))
        reached.matches.append(number)
      }
    }
    reached.matches.sort()
    return reached
  }

  private func holds(_ assertion: RegularExpression.Assertion, in state: State, before next: Unicode.Scalar?) -> Bool {
    switch assertion {
    case .textStart: state.isStart
    case .textEnd: next == nil
    case .lineStart: state.isStart || state.last == "\n"
    case .lineEnd: next == nil || next == "\n"
    case .wordBoundary: (state.last == "a") != (next?.isWord ?? false)
    case .noWordBoundary: (state.last == "a") == (next?.isWord ?? false)
    }
  }
}

extension ExpressionSet {
  /// The deterministic states that texts have led to so far.
  private struct States {
    private(set) var all: [State]
    private var numbers: [State: Int]
    /// For each state, the state after each ASCII scalar; -1 where it is not known yet.
    private var table: [Int32]
    private var matches: [[Int]?]
    /// The number of the state at the start of a text.
    let first = 0
    private var size = 0

    /// The states are forgotten when they hold this many positions, or are this many, so that memory stays bounded.
    private static let (sizeLimit, countLimit) = (4_000_000, 8192)

    init(from starts: [Int]) {
      let first = State(positions: starts.map(Int32.init).sorted(), isStart: true)
      (all, numbers, matches) = ([first], [first: 0], [nil])
      table = [Int32](repeating: -1, count: 128)
    }

    func next(of state: Int, by byte: UInt8) -> Int { Int(table[state * 128 + Int(byte)]) }

    /// Stores a state, and that a byte leads to it from another one. Returns its number.
    mutating func add(_ state: State, after other: Int?, by byte: UInt8) -> Int {
      if let known = numbers[state] {
        if let other { table[other * 128 + Int(byte)] = Int32(known) }
        return known
      }
      size += state.positions.count
      if all.count >= Self.countLimit || size > Self.sizeLimit {
        let first = all[0]
        (all, numbers, matches, size) = ([first], [first: 0], [nil], state.positions.count)
        table = [Int32](repeating: -1, count: 128)
        return store(state)
      }
      let number = store(state)
      if let other { table[other * 128 + Int(byte)] = Int32(number) }
      return number
    }

    private mutating func store(_ state: State) -> Int {
      all.append(state)
      matches.append(nil)
      table += [Int32](repeating: -1, count: 128)
      numbers[state] = all.count - 1
      return all.count - 1
    }

    /// The expressions that match when the text ends in a state.
    mutating func matches(at state: Int, _ make: (State) -> [Int]) -> [Int] {
      if let known = matches[state] { return known }
      let made = make(all[state])
      matches[state] = made
      return made
    }
  }
}
