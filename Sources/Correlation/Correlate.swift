import Documents
import Model

/// Says each problem once: observations of the same problem become one finding, and all of them stay in it as witnesses.
///
/// The result depends on what was said alone, not on the order or the split of the reports. Findings come in the order of
/// their ids. Unsure means new: what may be two problems stays two.
package func correlate(_ observations: [Observation]) -> [Finding] {
  let testimony = Testimony(observations)
  let clusters = testimony.clusters()
  let identified = testimony.identified(clusters)
  return inParallel(over: identified.indices) { range in
    var merger = Merger(testimony, for: range.reduce(0) { $0 + clusters[identified[$1].index].members.count })
    return range.map { number in
      let cluster = clusters[identified[number].index]
      return merger.finding(of: clusters.members(of: cluster), cluster.site.sort, id: identified[number].id)
    }
  }
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
