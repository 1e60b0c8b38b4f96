import Console
import Model
import Ownership

/// The rows that `gatehouse owners` prints. What follows a path is made once for each rule.
struct OwnerRows {
  private(set) var bytes: [UInt8] = []
  private let codeowners: Codeowners?
  /// For each rule, the columns after the path.
  private let columns: [[UInt8]]
  private var lookup = Codeowners.Lookup()

  init(of codeowners: Codeowners?) {
    self.codeowners = codeowners
    let hasSections = codeowners?.hasSections ?? false
    columns = (codeowners?.rules ?? []).map { rule in
      Self.columns(rule.line, rule.owners, section: hasSections ? rule.section?.name : nil)
    }
  }

  mutating func append(_ path: ArraySlice<UInt8>) {
    guard !path.isEmpty else { return }
    guard let codeowners else { return append(path, Self.noRule) }
    lookup.path.set(path)
    if codeowners.isLastRuleEnough {
      return append(path, codeowners.lastRule(for: &lookup).map { columns[$0] } ?? Self.noRule)
    }
    let rules = codeowners.allRules(for: lookup)
    if codeowners.hasSections || rules.count < 2 {
      for rule in rules { append(path, columns[rule]) }
      if rules.isEmpty { append(path, Self.noRule) }
    } else {
      let all = rules.map { codeowners.rules[$0] }
      let names = Owners(all.map { Owners.Entry($0.owners, at: SourcePosition(file: "")) }).names
      append(path, Self.columns(all[0].line, names, section: nil))
    }
  }

  private static let noRule = columns(0, [], section: nil)

  private static func columns(_ line: Int, _ owners: [String], section: String?) -> [UInt8] {
    let section = section.map { [UInt8(ascii: "\t")] + neutralized($0.utf8) } ?? []
    return Array("\t\(line)\t\(owners.joined(separator: " "))".utf8) + section + [UInt8(ascii: "\n")]
  }

  /// A name can hold a newline, which would forge a row.
  private mutating func append(_ path: ArraySlice<UInt8>, _ columns: [UInt8]) {
    if path.allSatisfy({ 0x20...0x7E ~= $0 }) { bytes += path } else { bytes += neutralized(path) }
    bytes += columns
  }
}
