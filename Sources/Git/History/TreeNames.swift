import Model

/// Finds a few names in the bytes of a tree object without parsing all of it, because a walk over the history looks at
/// many trees and wants one or two entries of each.
struct TreeNames {
  struct Entry: Equatable {
    let mode: FileMode
    let id: ObjectID
  }

  /// Distinct names, ascending by their bytes.
  let names: [[UInt8]]

  /// The entry of each name, nil where there is none. Nil for a malformed tree, and for one that has a name twice, because
  /// tools differ in which of the two they use.
  func entries(in tree: [UInt8]) -> [Entry?]? {
    var found = [Entry?](repeating: nil, count: names.count)
    var at = 0
    while at < tree.count {
      var space = at
      while space < tree.count, tree[space] != UInt8(ascii: " ") { space += 1 }
      var end = space + 1
      while end < tree.count, tree[end] != 0 { end += 1 }
      guard end + 20 < tree.count else { return nil }
      if let index = index(of: tree, space + 1, end) {
        guard found[index] == nil, let mode = FileMode(octal: tree[at..<space]),
          let id = ObjectID(bytes: tree[(end + 1)...(end + 20)])
        else { return nil }
        found[index] = Entry(mode: mode, id: id)
      }
      at = end + 21
    }
    return found
  }

  /// The index of the name that lies at these positions of a tree.
  private func index(of tree: [UInt8], _ start: Int, _ end: Int) -> Int? {
    var (low, high) = (0, names.count)
    while low < high {
      let middle = (low + high) / 2
      switch order(names[middle], tree, start, end) {
      case 0: return middle
      case ..<0: low = middle + 1
      default: high = middle
      }
    }
    return nil
  }

  private func order(_ name: [UInt8], _ tree: [UInt8], _ start: Int, _ end: Int) -> Int {
    let shared = min(name.count, end - start)
    for index in 0..<shared where name[index] != tree[start + index] {
      return Int(name[index]) - Int(tree[start + index])
    }
    return name.count - (end - start)
  }
}
