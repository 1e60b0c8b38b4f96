/// Finds which of many literals occur in a text in one pass over its bytes: the automaton of Aho and Corasick ("Efficient
/// string matching: an aid to bibliographic search", Communications of the ACM 18, 1975).
struct LiteralFinder: Sendable {
  /// A group of expressions that looks for the literal which ends at a node.
  fileprivate struct Use: Sendable { let group: Int, length: Int, place: RequiredLiterals.Place }

  /// For each byte its column in the table; 0 for the bytes of no literal.
  private var columns = [UInt16](repeating: 0, count: 256)
  private var width = 1
  /// For each node and column the next node. Node 0 is the root.
  private var next: [Int32] = []
  private var uses: [[Use]] = [[]]
  /// For each node the nearest one with uses: itself, or that of its longest ending; 0 for none.
  private var used: [Int32] = []
  /// For each node that of its longest proper ending.
  private var ending: [Int32] = []

  /// - Parameter required: The literals of each group of expressions; nil for one that looks for none.
  init(_ required: [RequiredLiterals?]) {
    for literal in required.flatMap({ $0?.literals ?? [] }) { addColumns(of: literal.bytes) }
    next = [Int32](repeating: -1, count: width)
    for (group, required) in required.enumerated() {
      for literal in required?.literals ?? [] { add(literal, of: group) }
    }
    link()
  }

  private mutating func addColumns(of bytes: [UInt8]) {
    for byte in bytes where columns[Int(byte)] == 0 {
      columns[Int(byte)] = UInt16(width)
      width += 1
    }
  }

  private mutating func add(_ literal: RequiredLiterals.Literal, of group: Int) {
    var node = 0
    for byte in literal.bytes {
      let cell = node * width + Int(columns[Int(byte)])
      if next[cell] < 0 {
        next[cell] = Int32(uses.count)
        next += repeatElement(-1, count: width)
        uses.append([])
      }
      node = Int(next[cell])
    }
    uses[node].append(Use(group: group, length: literal.bytes.count, place: literal.place))
  }

  /// Completes the table, nearest nodes first, so that the node of an ending is complete before it is asked for.
  private mutating func link() {
    ending = [Int32](repeating: 0, count: uses.count)
    used = ending
    var (queue, first) = ([0], 0)
    while first < queue.count {
      let node = queue[first]
      first += 1
      let end = Int(ending[node])
      used[node] = uses[node].isEmpty ? used[end] : Int32(node)
      for column in 0..<width {
        let cell = node * width + column
        // The root is its own ending: what leads nowhere from it stays there.
        let other = node == 0 ? 0 : next[end * width + column]
        if next[cell] < 0 {
          next[cell] = other
        } else {
          ending[Int(next[cell])] = other
          queue.append(Int(next[cell]))
        }
      }
    }
  }
}

extension LiteralFinder {
  /// The groups of which a literal occurs in a text, with memory that the next text can use.
  struct Found: Sendable {
    private(set) var numbers: [Int] = []
    /// For each group the number of the last text that has a literal of it.
    private var texts: [UInt64]
    private var text: UInt64 = 0

    init(count: Int) { texts = [UInt64](repeating: 0, count: count) }

    fileprivate mutating func begin() {
      numbers.removeAll(keepingCapacity: true)
      text += 1
    }

    fileprivate mutating func add(_ number: Int) {
      guard texts[number] != text else { return }
      texts[number] = text
      numbers.append(number)
    }
  }

  func find(in text: [UInt8], _ found: inout Found) {
    found.begin()
    guard uses.count > 1 else { return }
    var node = 0
    for (position, byte) in text.enumerated() {
      node = Int(next[node * width + Int(columns[Int(byte)])])
      var match = Int(used[node])
      while match > 0 {
        for use in uses[match] where use.fits(endingAt: position + 1, of: text.count) { found.add(use.group) }
        match = Int(used[Int(ending[match])])
      }
    }
  }
}

extension LiteralFinder.Use {
  fileprivate func fits(endingAt end: Int, of count: Int) -> Bool {
    switch place {
    case .anywhere: true
    case .start: end == length
    case .end: end == count
    }
  }
}
