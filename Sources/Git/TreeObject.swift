/// One folder of a commit, parsed from its tree object.
struct TreeObject {
  struct Item: Equatable, Sendable {
    let name: [UInt8]
    let mode: FileMode
    let id: ObjectID
  }

  enum Fault: Error, Equatable {
    case malformed
    case duplicate([UInt8])
  }

  /// Ordered as in git: by name, where the name of a folder ends in a slash. A walk then visits paths in byte order.
  let items: [Item]

  static let empty = TreeObject()

  private init() { items = [] }

  /// Parses items `mode SP name NUL id`. A duplicate name, also of a file and a folder, is an error, because tools
  /// differ in which of the two they use.
  init(_ bytes: [UInt8]) throws(Fault) {
    var found: [Item] = []
    var at = 0
    while at < bytes.count {
      guard let space = bytes[at...].firstIndex(of: UInt8(ascii: " ")), space - at <= 6,
        let end = bytes[space...].firstIndex(of: 0), end + 20 < bytes.count,
        let mode = FileMode(octal: bytes[at..<space]), let id = ObjectID(bytes: bytes[(end + 1)...(end + 20)])
      else { throw .malformed }
      let name = Array(bytes[(space + 1)..<end])
      guard Self.isName(name) else { throw .malformed }
      found.append(Item(name: name, mode: mode, id: id))
      at = end + 21
    }
    if !zip(found, found.dropFirst()).allSatisfy({ $0 < $1 }) { found.sort(by: <) }
    for (index, item) in found.enumerated() where Self.repeats(index, item.name, in: found) {
      throw .duplicate(item.name)
    }
    items = found
  }

  /// Whether an earlier item has the same name. Only names that begin with it can be between a
  /// file and a folder of one name.
  private static func repeats(_ index: Int, _ name: [UInt8], in items: [Item]) -> Bool {
    for before in items[..<index].reversed() {
      if before.name == name { return true }
      if !before.name.starts(with: name) { return false }
    }
    return false
  }

  private static func isName(_ name: [UInt8]) -> Bool {
    !name.isEmpty && !name.contains(UInt8(ascii: "/")) && name != Array(".".utf8) && name != Array("..".utf8)
  }

  func item(named name: ArraySlice<UInt8>) -> Item? {
    // A folder is at another position in the order than a file of the same name.
    item(named: name, like: .regular) ?? item(named: name, like: .tree)
  }

  private func item(named name: ArraySlice<UInt8>, like mode: FileMode) -> Item? {
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if items[middle].isBefore(name, mode) { low = middle + 1 } else { high = middle }
    }
    return low < items.count && items[low].name[...] == name ? items[low] : nil
  }
}

extension TreeObject.Item: Comparable {
  static func < (one: TreeObject.Item, other: TreeObject.Item) -> Bool { one.isBefore(other.name[...], other.mode) }

  func isBefore(_ other: ArraySlice<UInt8>, _ otherMode: FileMode) -> Bool {
    let (shared, start) = (min(name.count, other.count), other.startIndex)
    for index in 0..<shared where name[index] != other[start + index] { return name[index] < other[start + index] }
    return Self.next(name.dropFirst(shared), mode) < Self.next(other.dropFirst(shared), otherMode)
  }

  /// The byte after the common prefix of two names: a slash for a folder whose name has ended, -1 for a file.
  private static func next(_ rest: ArraySlice<UInt8>, _ mode: FileMode) -> Int {
    rest.first.map(Int.init) ?? (mode == .tree ? Int(UInt8(ascii: "/")) : -1)
  }
}
