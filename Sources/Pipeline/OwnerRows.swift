import Console
import Interning
import Model
import Ownership

/// The rows that `gatehouse owners` prints. What follows a path is made once for each rule.
struct OwnerRows {
  private(set) var bytes: [UInt8] = []
  private let codeowners: Codeowners?
  /// For each rule, the columns after the path.
  private let columns: [[UInt8]]
  private var lookup = Codeowners.Lookup()
  private var union: OwnerUnion
  /// The columns after the path for sets of rules that had a path.
  private var unionColumns: [[Int]: [UInt8]] = [:]

  init(of codeowners: Codeowners?) {
    self.codeowners = codeowners
    let hasSections = codeowners?.hasSections ?? false
    columns = (codeowners?.rules ?? []).map { rule in
      Self.columns(rule.line, rule.owners, section: hasSections ? rule.section?.name : nil)
    }
    union = OwnerUnion(of: codeowners?.rules ?? [])
  }

  mutating func append(_ path: ArraySlice<UInt8>) {
    guard !path.isEmpty else { return }
    guard let codeowners else { return append(path, Self.noRule) }
    lookup.path.set(path)
    if codeowners.isLastRuleEnough {
      return append(path, codeowners.lastRule(for: &lookup).map { columns[$0] } ?? Self.noRule)
    }
    let rules = codeowners.allRules(for: &lookup)
    if codeowners.hasSections || rules.count < 2 {
      for rule in rules { append(path, columns[rule]) }
      if rules.isEmpty { append(path, Self.noRule) }
    } else {
      append(path, unionColumns(rules, codeowners))
    }
  }

  /// Few sets of rules have most paths.
  private mutating func unionColumns(_ rules: [Int], _ codeowners: Codeowners) -> [UInt8] {
    if let known = unionColumns[rules] { return known }
    var columns = Array("\t\(codeowners.rules[rules[0]].line)\t".utf8)
    union.append(rules, to: &columns)
    columns.append(UInt8(ascii: "\n"))
    if unionColumns.count < Self.keptUnions { unionColumns[rules] = columns }
    return columns
  }

  private static let keptUnions = 4096
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

/// The owners that several rules name together, each once, in the order of the rules. Their names are compared once, when
/// this is made.
private struct OwnerUnion {
  private var names: [[UInt8]] = []
  /// For each rule, the positions of its owners in `names`.
  private var ofRules: [[Int]] = []
  /// For each owner, the last row that has it.
  private var rows: [Int] = []
  private var row = 0

  init(of rules: [CodeownersRule]) {
    var known: [ExactText: Int] = [:]
    for rule in rules {
      var owners: [Int] = []
      for name in rule.owners {
        let number = known[ExactText(name)] ?? names.count
        if number == names.count {
          names.append(Array(name.utf8))
          known[ExactText(name)] = number
        }
        owners.append(number)
      }
      ofRules.append(owners)
    }
    rows = [Int](repeating: 0, count: names.count)
  }

  /// Appends the names with spaces between them.
  mutating func append(_ rules: [Int], to bytes: inout [UInt8]) {
    row += 1
    var isFirst = true
    for rule in rules {
      for owner in ofRules[rule] where rows[owner] != row {
        rows[owner] = row
        if !isFirst { bytes.append(UInt8(ascii: " ")) }
        isFirst = false
        bytes.append(contentsOf: names[owner])
      }
    }
  }
}
