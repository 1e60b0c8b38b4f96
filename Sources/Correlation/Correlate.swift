import Interning
import Model
import System

/// Merges observations of the same problem into one finding, which keeps all of them.
///
/// The result depends on the observations only, not on the order of the reports or on their division into files.
/// Findings are in no particular order and have distinct ids. Observations that may report two different problems are
/// not merged.
///
/// - Parameter scope: The lifetime of the findings. The caller must hold it as long as it uses them.
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
      let members = clusters.members(of: clusters[index])
      findings.append(
        reservation.put(merger.finding(of: members, in: observations, clusters[index], ids[index])))
    }
    return findings
  }
}

extension [Finding] {
  /// The findings sorted by id.
  package var sortedByID: [Finding] { sorted { $0.$id < $1.$id } }
}

/// All observations of a run, with values that are computed once for many of them.
final class CorrelationInput: Sendable {
  let observations: [Observation]
  let names: Names
  let weaknesses: MemoTable<[Int], Weaknesses>
  /// Each list of CVSS ratings, sorted and without duplicates.
  let scores: MemoTable<[CVSSRating], Interned<[CVSSRating]>>
  /// Each list of fixed versions, sorted and without duplicates.
  let fixes: MemoTable<[String], Interned<[String]>>
  let packages: MemoTable<Component, Package>
  /// The tool of each scan, as an index into the sorted names of all tools.
  private let tools: MemoTable<Scan, Int>
  private let toolKeys: MemoTable<Scan, String>
  private let rules: RuleNames
  /// The normalized form of each URL.
  private let urls: MemoTable<String, InternedString>

  init(_ observations: [Observation]) {
    self.observations = observations
    // By index, because an element of `observations.lazy` is a copy of a whole observation.
    let all = observations.indices.lazy
    names = Names(all.map { observations[$0].$ids })
    weaknesses = MemoTable(all.map { observations[$0].$cwes }) { Weaknesses($0) }
    scores = MemoTable(all.map { observations[$0].$cvss }) { $0.canonical(sortedUnion) }
    fixes = MemoTable(all.compactMap { observations[$0].$fixedVersions.interned }) { $0.canonical(sortedUnion) }
    packages = MemoTable(all.compactMap { observations[$0].$component.interned }) { Package($0.wrappedValue) }
    let keys = MemoTable(all.map { observations[$0].$scan }) { $0.wrappedValue.toolKey }
    let order = Set(keys.results).sorted()
    tools = MemoTable(all.map { observations[$0].$scan }) { order.firstIndex(of: keys[$0]) ?? 0 }
    toolKeys = keys
    rules = RuleNames(of: observations, by: keys)
    urls = MemoTable(all.compactMap { observations[$0].location.$url.interned }) { normalizedURL($0) }
  }

  /// The index of an observation's tool in the sorted names of all tools.
  func tool(of index: Int) -> Int { tools[observations[index].$scan] }

  /// The shared rule about code that an observation reports; nil when there is none.
  func codeRule(of index: Int) -> InternedString? { names(ofRule: observations[index]).shared }

  /// The rule that an observation reports, under the name that identities contain.
  func rule(of one: Observation) -> InternedString { names(ofRule: one).lasting }

  private func names(ofRule one: Observation) -> RuleNames.Entry { rules[one, by: toolKeys[one.$scan]] }

  /// The normalized URL of an observation.
  func url(of one: Observation) -> InternedOptional<String> {
    InternedOptional(one.location.$url.interned.map { urls[$0] })
  }

  func package(of one: Observation) -> Package? { one.$component.interned.map { packages[$0] } }
}
