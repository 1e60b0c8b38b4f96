/// Literal texts of which each match of an expression contains at least one: `docs/` of `^docs/.*`, `.md` and `.txt` of
/// `.*(\.md|\.txt)$`. A text that contains none of them does not have to be matched.
struct RequiredLiterals: Hashable, Sendable {
  struct Literal: Hashable, Sendable {
    var bytes: [UInt8]
    var place = Place.anywhere
  }

  /// Where in a text the literal has to be.
  enum Place: Hashable, Sendable { case anywhere, start, end }

  var literals: [Literal]

  /// The length of the shortest literal.
  var length: Int { literals.map(\.bytes.count).min() ?? 0 }

  /// An alternation of more literals than this is not looked for.
  static let countLimit = 16
  /// Longer literals are cut, to fewer bytes if there are many, so that the table of all stays small.
  private static func lengthLimit(of count: Int) -> Int { min(32, max(4, 65_536 / max(1, count))) }
}

extension RequiredLiterals {
  /// The literals to look for, for each expression; nil for one without literals of at least two bytes.
  ///
  /// Of several possible literals, that is chosen which the fewest expressions share, because it leads to the fewest
  /// expressions: with a thousand lines such as `^src/.*\.x7$`, `.x7` says more than `src/`.
  static func chosen(for expressions: [RegularExpression]) -> [RequiredLiterals?] {
    let limit = lengthLimit(of: expressions.count)
    let possible = expressions.map { Self.possible(for: $0).map { $0.cut(to: limit) } }
    var shares: [Literal: Int] = [:]
    for required in possible {
      for literal in Set(required.flatMap(\.literals)) { shares[literal, default: 0] += 1 }
    }
    return possible.map { possible in
      possible.min {
        let (one, other) = (share($0, shares), share($1, shares))
        return one != other ? one < other : $0.length > $1.length
      }
    }
  }

  /// The literals that can be looked for, each enough by itself. Single bytes are in nearly every text.
  static func possible(for expression: RegularExpression) -> [RequiredLiterals] {
    expression.root.requiredLiterals.filter { $0.length > 1 }
  }

  private func cut(to limit: Int) -> RequiredLiterals {
    RequiredLiterals(
      literals: literals.map { literal in
        let bytes = literal.place == .end ? literal.bytes.suffix(limit) : literal.bytes.prefix(limit)
        return Literal(bytes: Array(bytes), place: literal.place)
      })
  }

  private static func share(_ required: RequiredLiterals, _ shares: [Literal: Int]) -> Int {
    required.literals.map { shares[$0, default: 0] }.max() ?? 0
  }
}

extension RegularExpression.Node {
  /// Literals to look for, each of them enough by itself.
  fileprivate var requiredLiterals: [RequiredLiterals] {
    var (found, run) = ([RequiredLiterals](), RequiredLiterals.Run())
    for part in sequence {
      switch part {
      case .empty: continue
      case .assertion(let assertion):
        run.note(assertion)
        continue
      case .scalar(let set):
        if let scalar = set.onlyScalar {
          run.bytes += UTF8.encode(scalar).map(Array.init) ?? []
          continue
        }
      case .alternation(let branches): if let any = Self.literals(ofAny: branches) { found.append(any) }
      case .repetition(let part, let least, _): if least > 0 { found += part.requiredLiterals }
      case .concatenation: break
      }
      run.end(&found)
    }
    run.end(&found)
    return found
  }

  /// The literals of all branches; nil when one has none, or all have too many.
  private static func literals(ofAny branches: [RegularExpression.Node]) -> RequiredLiterals? {
    var all: [RequiredLiterals.Literal] = []
    for branch in branches {
      guard let longest = branch.requiredLiterals.max(by: { $0.length < $1.length }) else { return nil }
      all += longest.literals
      guard all.count <= RequiredLiterals.countLimit else { return nil }
    }
    return RequiredLiterals(literals: all)
  }

  /// The parts that follow each other, without groups that only hold them together.
  private var sequence: [RegularExpression.Node] {
    switch self {
    case .concatenation(let parts): parts.flatMap(\.sequence)
    case .alternation(let branches) where branches.count == 1: branches[0].sequence
    default: [self]
    }
  }
}

extension RequiredLiterals {
  /// Scalars that follow each other.
  fileprivate struct Run {
    var bytes: [UInt8] = []
    private var place = Place.anywhere

    mutating func note(_ assertion: RegularExpression.Assertion) {
      if assertion == .textStart, bytes.isEmpty { place = .start }
      if assertion == .textEnd, !bytes.isEmpty, place == .anywhere { place = .end }
    }

    mutating func end(_ found: inout [RequiredLiterals]) {
      if !bytes.isEmpty {
        found.append(RequiredLiterals(literals: [Literal(bytes: bytes, place: place)]))
      }
      self = Run()
    }
  }
}

extension ScalarSet {
  /// The scalar of a set that holds no other. Nil for U+FFFD, as which bytes are read that are not UTF-8.
  fileprivate var onlyScalar: Unicode.Scalar? {
    guard ranges.count == 1, ranges[0].count == 1, subsets.isEmpty, categories.isEmpty, !isNegated,
      let scalar = Unicode.Scalar(ranges[0].lowerBound), scalar != "\u{FFFD}"
    else { return nil }
    return ignoresCase && (!scalar.isASCII || scalar.properties.isAlphabetic) ? nil : scalar
  }
}
