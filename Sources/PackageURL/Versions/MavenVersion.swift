/// A version of a Java package (Maven 3, `ComparableVersion`).
///
/// A hyphen, or a change between digits and letters, begins a part that belongs to the part before it, so a version is a
/// chain of lists. Numbers and words for a release at the end of a list do not count.
struct MavenVersion: VersionSyntax {
  fileprivate enum Item {
    case number(VersionNumber)
    /// Known words are ordered by rank, and others, which follow them, by their text.
    case word(rank: Int, VersionWord)
  }

  private var lists: [[Item]] = [[]]

  init?(_ text: [UInt8]) {
    guard !text.isEmpty, !text.contains(where: { $0 <= 0x20 }) else { return nil }
    let lower = text.map(lowercased)
    var start = 0
    for (index, byte) in lower.enumerated() {
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
        add(lower[start..<index])
        start = index + 1
        if byte == UInt8(ascii: "-") { lists.append([]) }
      } else if index > start, isDigit(byte) != isDigit(lower[index - 1]) {
        add(lower[start..<index], isBeforeDigit: isDigit(byte))
        start = index
        lists.append([])
      }
    }
    if start < lower.count { add(lower[start...]) }
    trim()
  }

  private mutating func add(_ part: ArraySlice<UInt8>, isBeforeDigit: Bool = false) {
    let isNumber = part.allSatisfy(isDigit)
    let item: Item = isNumber ? .number(VersionNumber(part)) : Item(word: part, isBeforeDigit: isBeforeDigit)
    lists[lists.count - 1].append(item)
  }

  /// Removes what does not count, beginning with the last list.
  private mutating func trim() {
    var kept: [[Item]] = []
    for list in lists.reversed() {
      let list = Array(list.reversed().drop { $0.order == .equal }.reversed())
      if !list.isEmpty { kept.append(list) }
    }
    lists = kept.isEmpty ? [[]] : kept.reversed()
  }

  func compare(to other: MavenVersion) -> VersionOrder? {
    for level in 0..<max(lists.count, other.lists.count) {
      guard level < lists.count else { return other.orderOfTail(from: level).reversed }
      guard level < other.lists.count else { return orderOfTail(from: level) }
      let (one, two) = (lists[level], other.lists[level])
      for index in 0..<max(one.count, two.count) {
        let order: VersionOrder
        if index < one.count, index < two.count {
          order = one[index].compare(to: two[index])
        } else if index < one.count {
          // The other version goes on with a list here, or has ended.
          order = other.lists.count > level + 1 ? one[index].orderToList : one[index].order
        } else {
          order = (lists.count > level + 1 ? two[index].orderToList : two[index].order).reversed
        }
        if order != .equal { return order }
      }
    }
    return .equal
  }

  /// The order of a version that goes on with these lists, and one that has ended.
  private func orderOfTail(from level: Int) -> VersionOrder {
    lists[level...].joined().lazy.map(\.order).first { $0 != .equal } ?? .equal
  }
}

extension MavenVersion.Item {
  fileprivate init(word: ArraySlice<UInt8>, isBeforeDigit: Bool) {
    let text = String(decoding: word, as: UTF8.self)
    let long = isBeforeDigit ? ["a": "alpha", "b": "beta", "m": "milestone"][text] ?? text : text
    self = .word(rank: ranks[long] ?? rankOfOthers, VersionWord(Array(long.utf8)[...]))
  }

  fileprivate func compare(to other: Self) -> VersionOrder {
    switch (self, other) {
    case (.number(let one), .number(let two)): VersionOrder(one, two)
    case (.number, .word): .greater
    case (.word, .number): .less
    case (.word(let one, let word), .word(let two, let otherWord)):
      VersionOrder(one, two).then(one == rankOfOthers ? VersionOrder(word, otherWord) : .equal)
    }
  }

  /// The order of this item and nothing.
  fileprivate var order: VersionOrder {
    switch self {
    case .number(let number): number.isZero ? .equal : .greater
    case .word(let rank, _): VersionOrder(rank, rankOfRelease)
    }
  }

  /// The order of this item and a list.
  fileprivate var orderToList: VersionOrder {
    switch self {
    case .number: .greater
    case .word: .less
    }
  }
}

private let (rankOfRelease, rankOfOthers) = (5, 7)
private let ranks = [
  "alpha": 0, "beta": 1, "milestone": 2, "rc": 3, "cr": 3, "snapshot": 4, "": 5, "final": 5, "ga": 5, "release": 5,
  "sp": 6,
]
