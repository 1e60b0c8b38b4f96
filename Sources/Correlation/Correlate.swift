import Documents
import Model

/// Says each problem once: observations of the same problem become one finding, and all of them stay in it as witnesses.
///
/// The findings depend on what was said alone, not on the order or the split of the reports; they come in any order, and
/// their ids tell them apart. Unsure means new: what may be two problems stays two.
package func correlate(_ observations: [Observation]) -> [Finding] {
  let testimony = Testimony(observations)
  let clusters = testimony.clusters()
  let ids = testimony.ids(of: clusters)
  return inParallel(over: ids.indices) { range in
    var merger = Merger(testimony, for: range.reduce(0) { $0 + clusters[$1].members.count })
    return range.map { index in
      let cluster = clusters[index]
      return merger.finding(of: clusters.members(of: cluster), cluster.site.sort, id: ids[index])
    }
  }
}

extension [Finding] {
  /// In the order of their ids.
  package var inOrder: [Finding] { sorted { $0.$id < $1.$id } }
}

/// All observations of a run, and what is worked out once of what many of them say.
struct Testimony: Sendable {
  let observations: [Observation]
  let names: Names
  /// The least CWE of each list, by its name.
  let weaknesses: OncePerValue<[Int], Text?>
  let packages: OncePerValue<Component, Package>
  /// The tool of each scan, as its place among the names of all tools in order.
  private let tools: OncePerValue<Scan, Int>

  init(_ observations: [Observation]) {
    self.observations = observations
    names = Names(observations.lazy.map { $0.$ids })
    weaknesses = OncePerValue(observations.lazy.map { $0.$cwes }) { list in
      list.wrappedValue.min().map { Text("CWE-\($0)") }
    }
    packages = OncePerValue(observations.lazy.compactMap { $0.$component.interned }) { Package($0.wrappedValue) }
    let spelled = OncePerValue(observations.lazy.map { $0.$scan }) { folded($0.wrappedValue.tool) }
    let order = Set(spelled.made).sorted()
    tools = OncePerValue(observations.lazy.map { $0.$scan }) { order.firstIndex(of: spelled[$0]) ?? 0 }
  }

  func tool(of index: Int) -> Int { tools[observations[index].$scan] }

  func package(of index: Int) -> Package? { observations[index].$component.interned.map { packages[$0] } }
}
