import Interning
import Model

/// The absolute folders from which a report itself says that it names its files, such as the base of a SARIF log.
///
/// Each may be the root of the repository where the scanner ran, or a folder of it: `/scan/services/pay` of a checkout in `/scan`.
/// The files of the commit tell which, and where they fit both, nobody knows.
struct StatedBases {
  /// What is meant where the commit has files in several places.
  enum Answer {
    /// The path as it is said.
    case said
    case file(InternedString)
    case either([InternedString])
  }

  private struct Base {
    /// As a plain path, without a slash at the end.
    let bytes: [UInt8]
    let paths: Paths
    /// The ends of its path, which may be its folder in the repository: `services/pay`, `pay`.
    var ends: [String]
    /// Whether the repository's root is out of the question, because the commit has files of the report below one end only.
    var isFolder = false
  }

  /// The longest first.
  private var bases: [Base]

  /// - Parameters:
  ///   - folder: The folder of the repository that the scanner ran in, as the user says; then no other one is looked for.
  ///   - isRoot: Whether a folder of the machine is known to be the root of the repository.
  init(_ roots: [String] = [], folder: String? = nil, isRoot: (String) -> Bool = { _ in false }) {
    bases = roots.filter(Paths.isRooted).map { root in
      let bytes = Paths.collapsed(Paths.plain(root))
      let parts = String(decoding: bytes, as: UTF8.self).split(separator: "/").suffix(8)
      let ends = parts.indices.map { parts[$0...].joined(separator: "/") }
      return Base(
        bytes: bytes, paths: Paths(roots: [root], folder: folder), ends: folder != nil || isRoot(root) ? [] : ends)
    }.filter { !$0.bytes.isEmpty }.sorted { $0.bytes.count > $1.bytes.count }
  }

  var isEmpty: Bool { bases.isEmpty }

  /// The path in the repository if the base is its root, or the folder that the user names; nil for a path elsewhere.
  func path(of raw: InternedString) -> InternedString? {
    base(of: raw).flatMap { bases[$0].paths.resolve(raw.wrappedValue) }.map { InternedString($0) }
  }

  /// The path if each byte belongs to a name; see `Paths.literal`.
  func literal(of raw: InternedString) -> String? {
    for base in bases { if let path = base.paths.literal(raw.wrappedValue) { return path } }
    return nil
  }

  /// Which file a path means that is below a base.
  ///
  /// - Parameter plain: What `path(of:)` says.
  func answer(_ raw: InternedString, saying plain: InternedString, hasFile: (InternedString) -> Bool) -> Answer {
    guard let index = base(of: raw) else { return .said }
    let files = bases[index].ends.map { InternedString("\($0)/\(plain)") }.filter(hasFile)
    let all = files + (!bases[index].isFolder && hasFile(plain) ? [plain] : [])
    guard let first = all.first else { return .said }
    return all.count == 1 ? .file(first) : .either(all.sorted())
  }

  /// Learns from all paths of a report which folder a base is: a file that the commit has in one place only speaks for it.
  mutating func learn(from paths: some Sequence<InternedString>, hasFile: (InternedString) -> Bool) {
    var votes = bases.map { _ in (root: 0, ends: [String: Int]()) }
    for raw in paths {
      guard let index = base(of: raw), !bases[index].ends.isEmpty, let plain = path(of: raw) else { continue }
      let ends = bases[index].ends.filter { hasFile(InternedString("\($0)/\(plain)")) }
      if hasFile(plain) {
        if ends.isEmpty { votes[index].root += 1 }
      } else {
        for end in ends { votes[index].ends[end, default: 0] += 1 }
      }
    }
    for (index, vote) in votes.enumerated() {
      if vote.root > 0, vote.ends.isEmpty {
        bases[index].ends = []
      } else if vote.root == 0, vote.ends.count == 1, let end = vote.ends.keys.first {
        (bases[index].ends, bases[index].isFolder) = ([end], true)
      }
    }
  }

  private func base(of raw: InternedString) -> Int? {
    if bases.isEmpty { return nil }
    let path = Paths.unrolled(raw.wrappedValue)
    return bases.firstIndex { base in
      path.starts(with: base.bytes) && path.count > base.bytes.count && path[base.bytes.count] == UInt8(ascii: "/")
    }
  }
}
