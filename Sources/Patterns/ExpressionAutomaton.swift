/// The automaton of some regular expressions, which is made deterministic while texts are read, as RE2 does: its states
/// are kept, so that a byte of a text takes one look-up in a table.
struct ExpressionAutomaton: Sendable {
  /// The numbers of the expressions, ascending.
  let numbers: [Int]
  private let program: ExpressionProgram
  private var states: States
  private var closure: ExpressionClosure

  init(_ numbers: [Int], of expressions: [RegularExpression]) {
    self.numbers = numbers
    program = ExpressionProgram(numbers.map { expressions[$0] })
    states = States(from: program.starts)
    closure = ExpressionClosure(instructions: program.instructions.count)
  }

  /// Whether its states did not fit into memory, so that several expressions are better divided.
  var isOverfull: Bool { states.wereForgotten && numbers.count > 1 }

  /// Adds the numbers of the expressions that match somewhere in a text. Returns the size of the states that were stored, in
  /// words of four bytes.
  mutating func add(to found: inout [Int], matchesIn text: [UInt8]) -> Int {
    let before = states.stored
    var (state, position) = (States.first, 0)
    while position < text.count, state != states.dead {
      let byte = text[position]
      if byte < 0x80 {
        let known = states.next(of: state, by: byte)
        state = known >= 0 ? known : addStep(from: state, by: Unicode.Scalar(byte), byte)
        position += 1
      } else {
        let (scalar, width) = decodedScalar(text, at: position, before: text.count)
        state = addStep(from: state, by: scalar ?? "\u{FFFD}", nil)
        position += width
      }
    }
    found += matches(at: state)
    return states.stored - before
  }

  /// The numbers of the expressions that match when the text ends in a state.
  private mutating func matches(at state: Int) -> [Int] {
    if let known = states.matches[state] { return known }
    closure.follow(program, from: states.all[state], before: nil)
    let matches = closure.matches.map { numbers[$0] }
    states.matches[state] = matches
    return matches
  }

  /// The number of the state after one more scalar, which is stored.
  private mutating func addStep(from state: Int, by scalar: Unicode.Scalar, _ byte: UInt8?) -> Int {
    closure.follow(program, from: states.all[state], before: scalar)
    let positions = closure.positions(after: scalar, program)
    let last: Unicode.Scalar? = !program.looksBehind ? nil : scalar == "\n" ? "\n" : scalar.isWord ? "a" : nil
    return states.add(ExpressionState(positions: positions, last: last), after: state, by: byte)
  }
}

/// A state: the positions in the program that are reached, before conditions on the position are looked at.
struct ExpressionState: Hashable, Sendable {
  var positions: [Int32]
  var isStart = false
  /// The scalar before, where an expression asks for it: a letter for the scalars of words, a newline, or nil.
  var last: Unicode.Scalar?
}

/// The deterministic states that texts have led to so far.
private struct States: Sendable {
  private(set) var all: [ExpressionState]
  private var numbers: [ExpressionState: Int]
  /// For each state, the state after each ASCII scalar; -1 where it is not known yet.
  private var table = [Int32](repeating: -1, count: 128)
  /// For each state, the expressions that match when the text ends; nil where it is not known yet.
  var matches: [[Int]?] = [nil]
  /// The state in which nothing can match any more; -1 while there is none.
  private(set) var dead = -1
  private(set) var wereForgotten = false
  /// The size of all states that were ever stored, in words of four bytes.
  private(set) var stored = 0
  private var size = 0

  /// The number of the state at the start of a text.
  static let first = 0
  /// The states are forgotten when they hold this many positions, or are this many, so that memory stays bounded.
  private static let (sizeLimit, countLimit) = (1_000_000, 4096)

  init(from starts: [Int]) {
    let first = ExpressionState(positions: starts.map(Int32.init).sorted(), isStart: true)
    (all, numbers) = ([first], [first: 0])
  }

  func next(of state: Int, by byte: UInt8) -> Int { Int(table[state * 128 + Int(byte)]) }

  /// Stores a state, and that a byte leads to it from another one. Returns its number.
  mutating func add(_ state: ExpressionState, after other: Int, by byte: UInt8?) -> Int {
    if let known = numbers[state] {
      if let byte { table[other * 128 + Int(byte)] = Int32(known) }
      return known
    }
    size += state.positions.count
    let isFull = all.count >= Self.countLimit || size > Self.sizeLimit
    if isFull { forget(keeping: state.positions.count) }
    let number = store(state)
    if let byte, !isFull { table[other * 128 + Int(byte)] = Int32(number) }
    if state.positions.isEmpty { dead = number }
    return number
  }

  private mutating func forget(keeping positions: Int) {
    let first = all[Self.first]
    (all, numbers, matches, size, dead) = ([first], [first: Self.first], [nil], positions, -1)
    table = [Int32](repeating: -1, count: 128)
    wereForgotten = true
  }

  private mutating func store(_ state: ExpressionState) -> Int {
    stored += 128 + state.positions.count
    all.append(state)
    matches.append(nil)
    table += repeatElement(-1, count: 128)
    numbers[state] = all.count - 1
    return all.count - 1
  }
}
