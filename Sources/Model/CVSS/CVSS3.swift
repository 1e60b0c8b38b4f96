/// The scores of a CVSS 3.0 or 3.1 vector, without its prefix (CVSS v3.1 specification §7, v3.0 specification §8); nil
/// when it is malformed.
func cvss3(_ vector: Substring, isVersion31: Bool) -> CVSSScores? {
  guard let metrics = CVSSMetrics(vector, by: table) else { return nil }
  let threat = weight("E", metrics["E"]) * weight("RL", metrics["RL"]) * weight("RC", metrics["RC"])
  let base = score(
    impact: 1 - ["C", "I", "A"].reduce(1) { $0 * (1 - weight($1, metrics[$1])) },
    exploitability: exploitability { metrics[$0] }, changesScope: metrics["S"] == "C", isModified: false, isVersion31)
  let modified = score(
    impact: min(
      0.915,
      1
        - [("C", "CR"), ("I", "IR"), ("A", "AR")].reduce(1) {
          $0 * (1 - weight($1.0, metrics.modified($1.0)) * weight($1.1, metrics[$1.1]))
        }),
    exploitability: exploitability(metrics.modified), changesScope: metrics.modified("S") == "C", isModified: true,
    isVersion31)
  return CVSSScores(
    base: base, temporal: roundedUp(base * threat, isVersion31),
    environmental: roundedUp(modified * threat, isVersion31))
}

private func score(
  impact: Double, exploitability: Double, changesScope: Bool, isModified: Bool, _ isVersion31: Bool
) -> Double {
  // CVSS 3.1 changed the curve of the modified impact only.
  let (slope, exponent) = isModified && isVersion31 ? (0.9731, 13) : (1.0, 15)
  let curved =
    changesScope ? 7.52 * (impact - 0.029) - 3.25 * power(impact * slope - 0.02, exponent) : 6.42 * impact
  guard curved > 0 else { return 0 }
  return roundedUp(min(10, (changesScope ? 1.08 : 1) * (curved + exploitability)), isVersion31)
}

private func exploitability(_ value: (String) -> String) -> Double {
  let privileges = value("PR")
  // With a changed scope, low and high privileges weigh more.
  let weightOfPrivileges =
    value("S") == "C" && privileges != "N" ? (privileges == "L" ? 0.68 : 0.5) : weight("PR", privileges)
  return 8.22 * weight("AV", value("AV")) * weight("AC", value("AC")) * weightOfPrivileges * weight("UI", value("UI"))
}

/// The smallest number with one decimal that is at least the score. CVSS 3.1 (Appendix A) first rounds to five decimals;
/// for CVSS 3.0 only what arithmetic loses is rounded away.
private func roundedUp(_ score: Double, _ isVersion31: Bool) -> Double {
  guard score > 0 else { return 0 }
  let unit = isVersion31 ? 100_000.0 : 1_000_000_000
  return ((score * unit).rounded() / unit * 10 - 1e-9).rounded(.up) / 10
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { product, _ in product * base }
}

private func weight(_ name: String, _ value: String) -> Double { weights[name]?[value] ?? 1 }

private let levels = ["N", "L", "H"]
private let table = CVSSMetricTable(
  metrics: [
    ("AV", ["N", "A", "L", "P"]), ("AC", ["L", "H"]), ("PR", ["N", "L", "H"]), ("UI", ["N", "R"]), ("S", ["U", "C"]),
    ("C", levels), ("I", levels), ("A", levels),
    ("E", ["X", "H", "F", "P", "U"]), ("RL", ["X", "U", "W", "T", "O"]), ("RC", ["X", "C", "R", "U"]),
    ("CR", ["X", "H", "M", "L"]), ("IR", ["X", "H", "M", "L"]), ("AR", ["X", "H", "M", "L"]),
    ("MAV", ["X", "N", "A", "L", "P"]), ("MAC", ["X", "L", "H"]), ("MPR", ["X", "N", "L", "H"]),
    ("MUI", ["X", "N", "R"]),
    ("MS", ["X", "U", "C"]), ("MC", ["X"] + levels), ("MI", ["X"] + levels), ("MA", ["X"] + levels),
  ], mandatory: 8, isOrdered: false)

private let impacts = ["H": 0.56, "L": 0.22, "N": 0]
private let requirements = ["H": 1.5, "L": 0.5]
/// The weights of the values; a value that is not listed weighs 1.
private let weights: [String: [String: Double]] = [
  "AV": ["N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2], "AC": ["L": 0.77, "H": 0.44],
  "PR": ["N": 0.85, "L": 0.62, "H": 0.27],
  "UI": ["N": 0.85, "R": 0.62], "C": impacts, "I": impacts, "A": impacts,
  "E": ["F": 0.97, "P": 0.94, "U": 0.91], "RL": ["W": 0.97, "T": 0.96, "O": 0.95], "RC": ["R": 0.96, "U": 0.92],
  "CR": requirements, "IR": requirements, "AR": requirements,
]
