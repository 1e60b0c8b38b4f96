import Foundation

/// How much a test tries. A plain run takes a sample, so that the suite is run without thinking; `make check-deep`
/// (GATEHOUSE_DEEP=1) takes everything.
package enum Depth {
  package static let isDeep = ProcessInfo.processInfo.environment["GATEHOUSE_DEEP"] != nil

  /// `all` in a deep run, else `sample`.
  package static func choose<Value>(_ sample: Value, deep all: Value) -> Value { isDeep ? all : sample }

  /// What samples are drawn with: other in each run, printed by the tests that use it, and the same again with GATEHOUSE_SEED.
  package static let seed: UInt64 =
    ProcessInfo.processInfo.environment["GATEHOUSE_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)

  /// All cases of a table in a deep run, else some of them, which are other ones in each run.
  package static func cases<Case>(_ all: [Case], _ count: Int) -> [Case] {
    if isDeep || all.count <= count { return all }
    var random = Seeded(seed)
    return all.indices.shuffled(using: &random).prefix(count).sorted().map { all[$0] }
  }

  /// The seeds of a law that is tried on generated inputs: 200 in a plain run, 10,000 in a deep one. The first is printed.
  package static let lawSeeds: [UInt64] = {
    let count = UInt64(choose(200, deep: 10_000))
    print("laws: \(count) seeds from GATEHOUSE_SEED=\(seed)")
    return (0..<count).map { seed &+ $0 }
  }()
}
