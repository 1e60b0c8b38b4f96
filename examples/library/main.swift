// Judges reports with the library: swift run judge-reports POLICY COMMIT REPORT…

import GatehouseKit
import Glibc

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 3 else {
  print("usage: judge-reports POLICY COMMIT REPORT…")
  exit(2)
}
do {
  let gate = try Gate(policies: [SourceFile(contentsOf: arguments[1])])
  let reports = try arguments.dropFirst(2).map { try ScanReport(SourceFile(contentsOf: $0)) }
  print("\(reports.reduce(0) { $0 + $1.observationCount }) observations, \(correlate(reports).count) findings")
  let verdict = try gate.decide(reports, commit: arguments[2], at: Int64(time(nil)))
  for judgement in verdict.blocking {
    print("\(judgement.finding.severity ?? "unknown")  \(judgement.finding.title): \(judgement.reasons.first ?? "")")
  }
  for problem in verdict.problems { print("\(problem.code): \(problem.text)") }
  print(verdict.result.rawValue)
  exit(verdict.result == .pass ? 0 : verdict.result == .fail ? 1 : 2)
} catch {
  print(error)
  exit(2)
}
