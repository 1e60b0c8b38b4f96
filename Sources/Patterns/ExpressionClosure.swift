/// Follows the instructions of a program that take nothing, with memory that all steps share.
struct ExpressionClosure: Sendable {
  /// The positions of the instructions that take the next scalar.
  private(set) var takes: [Int32] = []
  /// The positions of the instructions at which an expression matches.
  private(set) var matchPositions: [Int32] = []
  /// The numbers of the expressions that match.
  private(set) var matches: [Int] = []
  private var stack: [Int] = []
  /// For each position, the number of the last step that came to it.
  private var seen: [UInt32]
  private var step: UInt32 = 0

  init(instructions count: Int) { seen = [UInt32](repeating: 0, count: count) }

  /// - Parameter next: The scalar that follows; nil at the end of the text.
  mutating func follow(_ program: ExpressionProgram, from state: ExpressionState, before next: Unicode.Scalar?) {
    begin()
    takes.removeAll(keepingCapacity: true)
    matchPositions.removeAll(keepingCapacity: true)
    matches.removeAll(keepingCapacity: true)
    stack.removeAll(keepingCapacity: true)
    for position in state.positions { stack.append(Int(position)) }
    while let position = stack.popLast() {
      guard isFirstVisit(of: position) else { continue }
      switch program.instructions[position] {
      case .take: takes.append(Int32(position))
      case .split(let one, let other):
        stack.append(other)
        stack.append(one)
      case .assert(let assertion, let then):
        if state.holds(assertion, before: next) { stack.append(then) }
      case .match(let number):
        matchPositions.append(Int32(position))
        matches.append(number)
      }
    }
  }

  /// The positions after a scalar is taken from those that were followed, ascending.
  mutating func positions(after scalar: Unicode.Scalar, _ program: ExpressionProgram) -> [Int32] {
    begin()
    var positions: [Int32] = []
    for restart in program.restarts where isFirstVisit(of: restart) { positions.append(Int32(restart)) }
    for position in takes {
      guard case .take(let set, let next) = program.instructions[Int(position)], set.contains(scalar) else { continue }
      if isFirstVisit(of: next) { positions.append(Int32(next)) }
    }
    // What has matched stays matched.
    for position in matchPositions where isFirstVisit(of: Int(position)) { positions.append(position) }
    positions.sort()
    return positions
  }

  private mutating func begin() {
    if step == .max {
      for position in seen.indices { seen[position] = 0 }
      step = 0
    }
    step += 1
  }

  private mutating func isFirstVisit(of position: Int) -> Bool {
    guard seen[position] != step else { return false }
    seen[position] = step
    return true
  }
}

extension ExpressionState {
  /// Whether a condition holds at the position of this state.
  fileprivate func holds(_ assertion: RegularExpression.Assertion, before next: Unicode.Scalar?) -> Bool {
    switch assertion {
    case .textStart: isStart
    case .textEnd: next == nil
    case .lineStart: isStart || last == "\n"
    case .lineEnd: next == nil || next == "\n"
    case .wordBoundary: (last == "a") != (next?.isWord ?? false)
    case .noWordBoundary: (last == "a") == (next?.isWord ?? false)
    }
  }
}
