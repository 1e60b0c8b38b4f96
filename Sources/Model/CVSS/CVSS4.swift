/// The score of a CVSS 4.0 vector, without its prefix (CVSS v4.0 specification §8.2); nil when it is malformed.
///
/// Vectors are grouped into macro vectors, which have a score each. A vector's score lies below that of its macro vector, by
/// the mean of its relative distances from the most severe vectors of the group.
func cvss4(_ vector: Substring) -> Double? {
  guard let metrics = CVSSMetrics(vector, by: table) else { return nil }
  let value = CVSS4Values(metrics)
  if ["VC", "VI", "VA", "SC", "SI", "SA"].allSatisfy({ value[$0] == "N" }) { return 0 }
  let macro = MacroVector(of: value)
  guard let score = macro.score else { return nil }
  // In tenths of 1/840, of which all depths of the groups are divisors.
  var (sum, count) = (0, 0)
  for set in MacroVector.sets {
    guard let lower = macro.nextLower(set) else { continue }
    count += 1
    sum += (score - lower) * macro.distance(of: value, in: set) * 840 / macro.depth(of: set)
  }
  let unit = 840 * max(count, 1)
  // Rounds half up.
  return Double((2 * (score * unit - sum) + unit) / (2 * unit)) / 10
}

/// The values that count for the score: modified metrics before base metrics, and the worst case for what is not defined.
struct CVSS4Values {
  private let metrics: CVSSMetrics

  init(_ metrics: CVSSMetrics) { self.metrics = metrics }

  subscript(name: String) -> String {
    let value = metrics.modified(name)
    guard value == "X" else { return value }
    return name == "E" ? "A" : "H"
  }
}

private let levels = ["H", "L", "N"]
private let requirements = ["X", "H", "M", "L"]
private let table = CVSSMetricTable(
  metrics: [
    ("AV", ["N", "A", "L", "P"]), ("AC", ["L", "H"]), ("AT", ["N", "P"]), ("PR", ["N", "L", "H"]),
    ("UI", ["N", "P", "A"]),
    ("VC", levels), ("VI", levels), ("VA", levels), ("SC", levels), ("SI", levels), ("SA", levels),
    ("E", ["X", "A", "P", "U"]), ("CR", requirements), ("IR", requirements), ("AR", requirements),
    ("MAV", ["X", "N", "A", "L", "P"]), ("MAC", ["X", "L", "H"]), ("MAT", ["X", "N", "P"]),
    ("MPR", ["X", "N", "L", "H"]),
    ("MUI", ["X", "N", "P", "A"]), ("MVC", ["X"] + levels), ("MVI", ["X"] + levels), ("MVA", ["X"] + levels),
    ("MSC", ["X"] + levels), ("MSI", ["X", "S"] + levels), ("MSA", ["X", "S"] + levels),
    ("S", ["X", "N", "P"]), ("AU", ["X", "N", "Y"]), ("R", ["X", "A", "U", "I"]), ("V", ["X", "D", "C"]),
    ("RE", ["X", "L", "M", "H"]), ("U", ["X", "Clear", "Green", "Amber", "Red"]),
  ], mandatory: 11, isOrdered: true)
