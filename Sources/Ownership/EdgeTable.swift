import Interning

/// The edges of a trie: from a node and a path segment to the next node.
///
/// A path is looked up once for each of its segments, and most segments occur in no pattern. So a segment is hashed once for
/// all nodes from which it is looked up, and its bytes are compared only when the hashes are equal.
struct EdgeTable: Sendable {
  private struct Edge: Sendable {
    let hash: UInt64
    let from, to: Int
    let name: Range<Int>
  }

  private var edges: [Edge] = []
  /// The names of all edges, concatenated.
  private var names: [UInt8] = []
  private var index = HashIndex(slots: 16)
  /// Random in each process, so that no file can contain names that are made to collide.
  private let seeds = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max) | 1)

  /// The hash of a segment, which `node` takes. It does not depend on the node.
  func hash(_ bytes: [UInt8], _ name: Range<Int>) -> UInt64 {
    var state = seeds.0 ^ UInt64(truncatingIfNeeded: name.count)
    var word: UInt64 = 0
    for index in name {
      word = word &<< 8 | UInt64(bytes[index])
      if (index &- name.lowerBound) & 7 == 7 { (state, word) = (mixed(state ^ word), 0) }
    }
    return mixed(state ^ word)
  }

  /// The node that the edge named `bytes[name]` leads to from `node`; nil when there is no such edge.
  func node(from node: Int, by name: Range<Int>, of bytes: [UInt8], hash: UInt64) -> Int? {
    let hash = self.hash(hash, from: node)
    let edge = index.position(of: hash) { position in
      edges[position].hash == hash && edges[position].from == node && isSame(edges[position].name, name, of: bytes)
    }
    return edge.map { edges[$0].to }
  }

  /// Adds an edge, of which there must be none yet.
  mutating func addEdge(from node: Int, by name: [UInt8], to other: Int) {
    let hash = self.hash(self.hash(name, name.indices), from: node)
    edges.append(Edge(hash: hash, from: node, to: other, name: names.count..<(names.count + name.count)))
    names += name
    index.insertLast(of: edges.count) { edges[$0].hash }
  }

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

  /// The two halves of the product with a secret odd number, combined by exclusive or.
  private func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: seeds.1)
    return product.high ^ product.low
  }
}
