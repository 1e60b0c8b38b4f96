/// A group of CVSS 4.0 vectors of like severity, by six equivalence sets (CVSS v4.0 specification §8.2, tables 24 to 29).
struct MacroVector {
  /// The sets whose distances count. The third and the sixth depend on each other, so they count as one.
  enum EquivalenceSet: CaseIterable { case exploitation, complexity, impact, subsequent, threat }

  private var (eq1, eq2, eq3, eq4, eq5, eq6) = (0, 0, 0, 0, 0, 0)

  static var sets: [EquivalenceSet] { EquivalenceSet.allCases }

  init(of value: CVSS4Values) {
    func has(_ name: String, _ wanted: String) -> Bool { value[name] == wanted }
    let easy = [has("AV", "N"), has("PR", "N"), has("UI", "N")]
    eq1 = easy.allSatisfy { $0 } ? 0 : easy.contains(true) && !has("AV", "P") ? 1 : 2
    eq2 = has("AC", "L") && has("AT", "N") ? 0 : 1
    eq3 = has("VC", "H") && has("VI", "H") ? 0 : has("VC", "H") || has("VI", "H") || has("VA", "H") ? 1 : 2
    let isHigh = has("SC", "H") || has("SI", "H") || has("SA", "H")
    eq4 = has("SI", "S") || has("SA", "S") ? 0 : isHigh ? 1 : 2
    eq5 = has("E", "A") ? 0 : has("E", "P") ? 1 : 2
    let isRequired = [("CR", "VC"), ("IR", "VI"), ("AR", "VA")].contains { has($0.0, "H") && has($0.1, "H") }
    eq6 = isRequired ? 0 : 1
  }

  /// The score in tenths; nil for a combination that no vector has.
  var score: Int? {
    guard (0...2).contains(eq1), (0...1).contains(eq2), (0...2).contains(eq4), (0...2).contains(eq5),
      let row = rows[[eq3, eq6]]
    else { return nil }
    return scores[(eq1 * 2 + eq2) * 5 + row][eq4 * 3 + eq5]
  }

  /// The score of the next less severe macro vector of one set; nil when there is none.
  func nextLower(_ set: EquivalenceSet) -> Int? {
    var next = self
    switch set {
    case .exploitation: next.eq1 += 1
    case .complexity: next.eq2 += 1
    case .subsequent: next.eq4 += 1
    case .threat: next.eq5 += 1
    case .impact where (eq3, eq6) == (0, 0):
      var other = self
      (next.eq6, other.eq3) = (1, 1)
      return [next.score, other.score].compactMap { $0 }.max()
    case .impact where (eq3, eq6) == (1, 0): next.eq6 = 1
    case .impact: next.eq3 += 1
    }
    return next.score
  }

  /// The number of steps from the most severe vector of the group that is not below `value` in any metric.
  func distance(of value: CVSS4Values, in set: EquivalenceSet) -> Int {
    for highest in highest(of: set) {
      let steps = highest.map { name, letter in step(name, value[name]) - step(name, letter) }
      if steps.allSatisfy({ $0 >= 0 }) { return steps.reduce(0, +) }
    }
    return 0
  }

  /// The greatest number of steps inside the group.
  func depth(of set: EquivalenceSet) -> Int {
    switch set {
    case .exploitation: [1, 4, 5][eq1]
    case .complexity: [1, 2][eq2]
    case .impact: [[7, 6], [8, 8], [10, 10]][eq3][eq6]
    case .subsequent: [6, 5, 4][eq4]
    case .threat: 1
    }
  }

  /// The most severe vectors of the group.
  private func highest(of set: EquivalenceSet) -> [[(String, String)]] {
    switch set {
    case .exploitation: vectors(["AV", "PR", "UI"], [["NNN"], ["ANN", "NLN", "NNP"], ["PNN", "ALP"]][eq1])
    case .complexity: vectors(["AC", "AT"], [["LN"], ["HN", "LP"]][eq2])
    case .impact: vectors(["VC", "VI", "VA", "CR", "IR", "AR"], impacts[[eq3, eq6]] ?? [])
    case .subsequent: vectors(["SC", "SI", "SA"], [["HSS"], ["HHH"], ["LLL"]][eq4])
    case .threat: []
    }
  }
}

private func vectors(_ names: [String], _ letters: [String]) -> [[(String, String)]] {
  letters.map { Array(zip(names, $0.map { String($0) })) }
}

/// The position of a value among those of its metric, the most severe first.
private func step(_ name: String, _ value: String) -> Int { order[name]?.firstIndex(of: value) ?? 0 }

private let systemOrder = ["S", "H", "L", "N"]
private let requirementOrder = ["H", "M", "L"]
private let order: [String: [String]] = [
  "AV": ["N", "A", "L", "P"], "PR": ["N", "L", "H"], "UI": ["N", "P", "A"], "AC": ["L", "H"], "AT": ["N", "P"],
  "VC": systemOrder, "VI": systemOrder, "VA": systemOrder, "SC": systemOrder, "SI": systemOrder, "SA": systemOrder,
  "CR": requirementOrder, "IR": requirementOrder, "AR": requirementOrder,
]

/// The most severe vectors by the third and the sixth set, as the values of VC, VI, VA, CR, IR and AR.
private let impacts: [[Int]: [String]] = [
  [0, 0]: ["HHHHHH"], [0, 1]: ["HHLMMH", "HHHMMM"], [1, 0]: ["LHHHHH", "HLHHHH"],
  [1, 1]: ["LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"], [2, 1]: ["LLLHHH"],
]

private let rows: [[Int]: Int] = [[0, 0]: 0, [0, 1]: 1, [1, 0]: 2, [1, 1]: 3, [2, 1]: 4]

/// The scores of the macro vectors in tenths (CVSS v4.0 specification §8.3): five rows of EQ3 and EQ6 for each pair of EQ1
/// and EQ2, with columns by EQ4 and EQ5.
private let scores: [[Int]] = [
  [100, 98, 95, 100, 93, 91, 93, 89, 81],
  [99, 95, 92, 96, 87, 81, 90, 80, 68],
  [98, 95, 90, 93, 89, 81, 88, 78, 69],
  [95, 92, 84, 92, 81, 65, 80, 70, 48],
  [92, 82, 72, 79, 69, 50, 69, 55, 27],
  [99, 95, 92, 95, 90, 84, 92, 82, 72],
  [97, 92, 85, 91, 83, 71, 81, 71, 53],
  [95, 92, 85, 92, 80, 70, 84, 71, 50],
  [93, 85, 73, 82, 72, 59, 70, 52, 30],
  [86, 75, 52, 71, 52, 29, 63, 29, 17],
  [98, 94, 91, 94, 86, 77, 87, 74, 63],
  [95, 87, 81, 89, 74, 64, 75, 63, 49],
  [94, 88, 76, 86, 74, 59, 72, 57, 52],
  [89, 77, 67, 76, 58, 50, 57, 52, 25],
  [83, 70, 54, 65, 58, 26, 53, 21, 13],
  [95, 88, 76, 90, 75, 61, 77, 68, 52],
  [90, 76, 70, 77, 62, 53, 66, 59, 30],
  [89, 76, 62, 74, 57, 47, 61, 57, 24],
  [78, 67, 58, 59, 57, 23, 52, 29, 16],
  [71, 59, 30, 58, 26, 15, 23, 13, 6],
  [93, 86, 75, 86, 74, 56, 70, 52, 40],
  [87, 72, 58, 74, 61, 34, 54, 40, 22],
  [85, 74, 62, 72, 55, 46, 53, 34, 19],
  [75, 55, 51, 57, 41, 19, 36, 19, 8],
  [64, 51, 20, 47, 21, 11, 24, 9, 4],
  [88, 73, 60, 73, 59, 41, 54, 45, 20],
  [75, 53, 50, 55, 40, 20, 43, 22, 11],
  [75, 58, 40, 61, 48, 20, 46, 17, 8],
  [55, 45, 21, 51, 18, 9, 18, 7, 2],
  [53, 24, 14, 24, 12, 5, 10, 3, 1],
]
