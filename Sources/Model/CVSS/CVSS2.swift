/// The scores of a CVSS 2.0 vector (CVSS v2 Complete Guide, §3.2); nil when it is malformed.
func cvss2(_ vector: Substring) -> CVSSScores? {
  guard let metrics = CVSSMetrics(vector, by: table) else { return nil }
  func weight(_ name: String) -> Double { weights[name]?[metrics[name]] ?? 1 }
  let exploitability = 20 * weight("AV") * weight("AC") * weight("Au")
  func score(impact: Double) -> Double {
    rounded((0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176))
  }
  let impact = 10.41 * (1 - (1 - weight("C")) * (1 - weight("I")) * (1 - weight("A")))
  let threat = weight("E") * weight("RL") * weight("RC")
  var scores = CVSSScores(base: score(impact: impact))
  if metrics.defines(["E", "RL", "RC"]) { scores.temporal = rounded(scores.base * threat) }
  if metrics.defines(["CDP", "TD", "CR", "IR", "AR"]) {
    let product = (1 - weight("C") * weight("CR")) * (1 - weight("I") * weight("IR")) * (1 - weight("A") * weight("AR"))
    let adjusted = rounded(score(impact: min(10, 10.41 * (1 - product))) * threat)
    let damage = weights["CDP"]?[metrics["CDP"]] ?? 0
    scores.environmental = max(0, rounded((adjusted + (10 - adjusted) * damage) * weight("TD")))
  }
  return scores
}

/// Rounds half up to one decimal. The addend is far below what a formula can resolve and above what arithmetic loses.
private func rounded(_ score: Double) -> Double { (score * 10 + 0.5 + 1e-9).rounded(.down) / 10 }

private let table = CVSSMetricTable(
  metrics: [
    ("AV", ["L", "A", "N"]), ("AC", ["H", "M", "L"]), ("Au", ["M", "S", "N"]), ("C", ["N", "P", "C"]),
    ("I", ["N", "P", "C"]), ("A", ["N", "P", "C"]),
    ("E", ["U", "POC", "F", "H", "ND"]), ("RL", ["OF", "TF", "W", "U", "ND"]), ("RC", ["UC", "UR", "C", "ND"]),
    ("CDP", ["N", "L", "LM", "MH", "H", "ND"]), ("TD", ["N", "L", "M", "H", "ND"]),
    ("CR", ["L", "M", "H", "ND"]), ("IR", ["L", "M", "H", "ND"]), ("AR", ["L", "M", "H", "ND"]),
  ], mandatory: 6, isOrdered: false)

private let impacts = ["N": 0, "P": 0.275, "C": 0.66]
private let requirements = ["L": 0.5, "M": 1, "H": 1.51]
/// The weights of the values; a value that is not listed weighs 1.
private let weights: [String: [String: Double]] = [
  "AV": ["L": 0.395, "A": 0.646, "N": 1], "AC": ["H": 0.35, "M": 0.61, "L": 0.71],
  "Au": ["M": 0.45, "S": 0.56, "N": 0.704],
  "C": impacts, "I": impacts, "A": impacts,
  "E": ["U": 0.85, "POC": 0.9, "F": 0.95], "RL": ["OF": 0.87, "TF": 0.9, "W": 0.95], "RC": ["UC": 0.9, "UR": 0.95],
  "CDP": ["N": 0, "L": 0.1, "LM": 0.3, "MH": 0.4, "H": 0.5, "ND": 0], "TD": ["N": 0, "L": 0.25, "M": 0.75],
  "CR": requirements, "IR": requirements, "AR": requirements,
]
