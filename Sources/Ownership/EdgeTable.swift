/// Where a name leads from a spot of the rule index: a tree of the names that patterns spell out.
///
/// A path asks it once for each of its names, most of which no pattern has. So a name is hashed where it stands, once for all
/// spots that it is looked for from, and its bytes are compared only where the hashes agree.
struct EdgeTable: Sendable {
  private struct Edge: Sendable {
    let hash: UInt64
    let from, to: Int
    let name: Range<Int>
  }

  private var edges: [Edge] = []
  /// The names of all ways, one after the other.
  private var names: [UInt8] = []
  /// The index of a way, from 1, near the place that its hash names; 0 is free, and at least half of them are. A power of two.
  private var slots = [UInt32](repeating: 0, count: 16)
  /// New in each run, so that nobody can prepare names that collide.
  private let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)

  var isEmpty: Bool { edges.isEmpty }

  /// What the other functions want to know of a name.
  func hash(_ bytes: [UInt8], _ name: Range<Int>) -> UInt64 {
    var state = seeds.0 ^ UInt64(truncatingIfNeeded: name.count)
    var word: UInt64 = 0
    for index in name {
      word = word &<< 8 | UInt64(bytes[index])
      if (index &- name.lowerBound) & 7 == 7 { (state, word) = (mixed(state ^ word), 0) }
    }
    return mixed(state ^ word)
  }

  /// Where the name in `bytes` leads from `node`; nil where no pattern spells it out there.
  func node(from node: Int, by name: Range<Int>, of bytes: [UInt8], hash: UInt64) -> Int? {
    let hash = self.hash(hash, from: node)
    var at = slot(of: hash)
    while slots[at] != 0 {
      let way = edges[Int(slots[at]) - 1]
      if way.hash == hash, way.from == node, isSame(way.name, name, of: bytes) { return way.to }
      at = (at &+ 1) & (slots.count &- 1)
    }
    return nil
  }

  /// `name` is not there yet.
  mutating func addEdge(from node: Int, by name: [UInt8], to other: Int) {
    let hash = self.hash(self.hash(name, name.indices), from: node)
    edges.append(Edge(hash: hash, from: node, to: other, name: names.count..<(names.count + name.count)))
    names += name
    guard edges.count * 2 > slots.count else { return put(edges.count) }
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for number in 1...edges.count { put(number) }
  }

  private mutating func put(_ number: Int) {
    var at = slot(of: edges[number - 1].hash)
    while slots[at] != 0 { at = (at &+ 1) & (slots.count &- 1) }
    slots[at] = UInt32(number)
  }

  private func slot(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> 32) & (slots.count &- 1) }

  private func isSame(_ known: Range<Int>, _ name: Range<Int>, of bytes: [UInt8]) -> Bool {
    guard known.count == name.count else { return false }
    for offset in 0..<name.count where names[known.lowerBound + offset] != bytes[name.lowerBound + offset] {
      return false
    }
    return true
  }

  private func hash(_ name: UInt64, from node: Int) -> UInt64 {
    mixed(name ^ UInt64(truncatingIfNeeded: node))
  }

  /// Both halves of the product with a secret odd number.
  private func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: seeds.1)
    return product.high ^ product.low
  }
}
