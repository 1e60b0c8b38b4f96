import Interning
import Model

extension Observation {
  /// Whether a result about code is about credentials in it, which scanners of secrets report too: hard-coded
  /// credentials, passwords and keys (CWE-798, CWE-259, CWE-321), and the rules of Bandit and its successors for them.
  var isAboutSecret: Bool {
    let weaknesses = $cwes.wrappedValue
    if !weaknesses.isEmpty, weaknesses.allSatisfy({ [259, 321, 798].contains($0) }) { return true }
    // Bandit's B105 to B107, which are ruff's and flake8-bandit's S105 to S107.
    let rule = $ruleId.utf8
    guard rule.count == 4, rule[1] == UInt8(ascii: "1"), rule[2] == UInt8(ascii: "0"),
      (UInt8(ascii: "5")...UInt8(ascii: "7")).contains(rule[3])
    else { return false }
    switch rule[0] {
    case UInt8(ascii: "B"): return scan.toolKey == "bandit"
    case UInt8(ascii: "S"): return ["ruff", "flake8", "flake8-bandit"].contains(scan.toolKey)
    default: return false
    }
  }
}
