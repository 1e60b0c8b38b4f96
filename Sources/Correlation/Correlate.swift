import Interning
import Model
import System

/// Says each problem once: observations of the same problem become one finding, and all of them stay in it as observations.
///
/// The findings depend on what was said alone, not on the order or the split of the reports; they come in any order, and
/// their ids tell them apart. Unsure means new: what may be two problems stays two.
///
/// - Parameter scope: whoever uses the findings must hold it.
package func correlate(_ observations: [Observation], in scope: ArenaScope = .process) -> [ArenaRef<Finding>] {
  let input = CorrelationInput(observations)
  let clusters = input.clusters()
  let ids = input.ids(of: clusters)
  return inParallel(over: ids.indices) { range in
    var merger = Merger(input, for: range.reduce(0) { $0 + clusters[$1].members.count }, in: scope)
    var reservation = ArenaRef<Finding>.Reservation(for: range.count, in: scope)
    var findings: [ArenaRef<Finding>] = []
    findings.reserveCapacity(range.count)
    for index in range {
      let (cluster, id) = (clusters[index], ids[index])
      let finding = merger.finding(of: clusters.members(of: cluster), in: observations, cluster.mergeKey.findingClass, id: id)
      findings.append(reservation.put(finding))
    }
    return findings
  }
}

extension [Finding] {
  /// In the order of their ids.
  package var sortedByID: [Finding] { sorted { $0.$id < $1.$id } }
}

/// All observations of a run, and what is worked out once of what many of them say.
final class CorrelationInput: Sendable {
  let observations: [Observation]
  let names: Names
  let weaknesses: MemoTable<[Int], Weaknesses>
  /// The name of the least CWE of each list.
  let leastWeaknesses: MemoTable<[Int], InternedString?>
  /// Each list of ratings in its order, and of fixed versions.
  let scores: MemoTable<[CVSSRating], Interned<[CVSSRating]>>
  let fixes: MemoTable<[String], Interned<[String]>>
  let packages: MemoTable<Component, Package>
  /// The tool of each scan, as its place among the names of all tools in order.
  private let tools: MemoTable<Scan, Int>

  init(_ observations: [Observation]) {
    self.observations = observations
    names = Names(observations.lazy.map { $0.$ids })
    weaknesses = MemoTable(observations.lazy.map { $0.$cwes }) { Weaknesses($0) }
    leastWeaknesses = MemoTable(observations.lazy.map { $0.$cwes }) { list in
      list.wrappedValue.min().map { InternedString("CWE-\($0)") }
    }
    scores = MemoTable(observations.lazy.map { $0.$cvss }) { $0.together(inOrder) }
    fixes = MemoTable(observations.lazy.compactMap { $0.$fixedVersions.interned }) { $0.together(inOrder) }
    packages = MemoTable(observations.lazy.compactMap { $0.$component.interned }) { Package($0.wrappedValue) }
    let spelled = MemoTable(observations.lazy.map { $0.$scan }) { lowercasedASCII($0.wrappedValue.tool) }
    let order = Set(spelled.made).sorted()
    tools = MemoTable(observations.lazy.map { $0.$scan }) { order.firstIndex(of: spelled[$0]) ?? 0 }
  }

  func tool(of index: Int) -> Int { tools[observations[index].$scan] }

  func package(of one: Observation) -> Package? { one.$component.interned.map { packages[$0] } }
}
