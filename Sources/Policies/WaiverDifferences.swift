extension Waivers {
  /// What `new` has otherwise, one sentence for each kind of difference. Empty when both have the same waivers.
  package func differences(to new: Waivers) -> [String] {
    let (before, after) = (contents, new.contents)
    func sentence(_ verb: String, _ ids: some Sequence<String>) -> String? {
      let ids = ids.sorted()
      return ids.isEmpty ? nil : "it \(verb) waiver\(ids.count == 1 ? "" : "s") \(ids.joined(separator: ", "))"
    }
    return [
      sentence("removes", before.keys.filter { after[$0] == nil }),
      sentence("changes", before.keys.filter { id in after[id].map { $0 != before[id] } ?? false }),
      sentence("adds", after.keys.filter { before[$0] == nil }),
    ].compactMap(\.self)
  }

  /// What each waiver says, by its id.
  private var contents: [String: [String]] {
    Dictionary(all.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first })
  }
}
