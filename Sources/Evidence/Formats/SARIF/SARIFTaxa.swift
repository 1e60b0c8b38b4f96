import Documents
import Model

/// The taxonomies of a run (§3.14.8) as tables, so that a reference by index takes the same time however many taxa there
/// are. They are read when the first reference needs them.
final class SARIFTaxa {
  private struct Taxonomy {
    let isCWE: Bool
    /// The CWE of each taxon; nil for a taxon that is none.
    let weaknesses: [Int?]
  }
  private struct Tables {
    var taxonomies: [Taxonomy] = []
    /// The position of each taxonomy by its name and by its GUID.
    var positions: [String: Int] = [:]
  }

  private let run: JSONValue
  private var known: Tables?

  init(of run: JSONValue) { self.run = run }

  /// The CWE of a reference to a taxon (§3.52), by its id, else by its index; nil if it is no CWE.
  func weakness(_ reference: JSONValue) throws(Diagnostic) -> Int? {
    let component = reference["toolComponent"]
    if let id = reference.scalar("id") {
      if component == nil || isCWE(component) { return Weakness.number(id, isBare: component != nil) }
      return Weakness.number(id, isBare: try taxonomy(of: component)?.isCWE ?? false)
    }
    guard let index = reference.integer("index"), let taxonomy = try taxonomy(of: component),
      taxonomy.weaknesses.indices.contains(index)
    else { return nil }
    return taxonomy.weaknesses[index]
  }

  /// The taxonomy that a reference to a tool component (§3.54) means: by index, else by name or GUID, else the first.
  private func taxonomy(of component: JSONValue?) throws(Diagnostic) -> Taxonomy? {
    let tables = try tables()
    let named = (component?.text("name") ?? component?.text("guid")).flatMap { tables.positions[$0] }
    let position = component?.integer("index") ?? named ?? 0
    return tables.taxonomies.indices.contains(position) ? tables.taxonomies[position] : nil
  }

  private func tables() throws(Diagnostic) -> Tables {
    if let known { return known }
    var tables = Tables()
    for (position, value) in try run.list("taxonomies").enumerated() {
      for name in [value.text("name"), value.text("guid")].compactMap(\.self) { tables.positions[name] = position }
      let isCWE = isCWE(value)
      var weaknesses: [Int?] = []
      for taxon in try value.list("taxa") {
        weaknesses.append(taxon.scalar("id").flatMap { Weakness.number($0, isBare: isCWE) })
      }
      tables.taxonomies.append(Taxonomy(isCWE: isCWE, weaknesses: weaknesses))
    }
    known = tables
    return tables
  }
}

/// Whether a tool component or a reference to one is named CWE.
private func isCWE(_ component: JSONValue?) -> Bool { component?.text("name")?.uppercased() == "CWE" }
