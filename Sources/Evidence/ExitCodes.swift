import Model

/// Whether the documentation of a tool calls an exit code the end of a completed run, with findings or without. Of tools that
/// are not listed, 0 and 1 are.
func isCompletedRun(of tool: String?, exitCode: Int) -> Bool {
  let codes = tool.flatMap { toolNames(of: $0).lazy.compactMap { completed[$0] }.first }
  return (codes ?? [0, 1]).contains(exitCode)
}

/// Exit codes of a completed run, where they are not 0 (nothing found) and 1 (something found). From 126 on a code may be that
/// of the shell, for a program that was not found, could not be run or was killed.
private let completed: [String: Set<Int>] = [
  // brakeman.org/docs/options: 3 warnings; 7 errors and no warnings, which the report lists; others: nothing was scanned
  "brakeman": [0, 3, 7],
  // docs/src/cli/check.md: a sum of 1 advisories, 2 bans, 4 licenses, 8 sources
  "cargo-deny": Set(0...15),
  // README, exit codes: a sum of 2 errors, 4 warnings, 8 informational; 1: the linter stopped
  "cfn-lint": sums(of: 2, 4, 8),
  "codeql": [0],
  // A sum: 1 vulnerable, 2 abandoned, 4 on a filter list
  "composer": Set(0...7),
  // hexdocs.pm/credo/exit_statuses: a sum of the categories with issues; from 128 on errors
  "credo": Set(0...125),
  // cli/App.java: 15 at or above --failOnCVSS, 1 in older versions; others: errors, which not all of its formats list
  "dependency-check": [0, 1, 15],
  "grype": [0, 2],  // 2: at or above --fail-on; 1: an error
  "kics": [0, 20, 30, 40, 50, 60],  // by the highest severity found
  "kingfisher": [0, 200, 205],  // README: 205: a finding is valid
  "pmd": [0, 4],  // 1: an exception, 5: a file was not processed
  "polaris": [0, 3, 4],  // 3: danger, 4: below the score that was asked for
  "prowler": [0, 3],
  // user_guide/usage/run: a sum of 2 errors, 4 warnings, 8 refactor, 16 convention; 1: fatal, 32: usage
  "pylint": sums(of: 2, 4, 8, 16),
  "retire": [0, 13],  // README, --exitwith
  "retire.js": [0, 13],
  "safety": [0, 64],  // safety/constants.py: 1: failure, and others from 65 on
  // edu.umd.cs.findbugs.ExitCodes: a sum of 1 bugs, 2 missing classes, which the report counts; 4: errors
  "spotbugs": Set(0...3),
  "stylelint": [0, 2],  // user guide: 1: something went wrong
  "terrascan": [0, 3, 4, 5],  // 4 and 5: with errors, which the report lists
  "tflint": [0, 2],  // user guide, force: 1: an error
  "trufflehog": [0, 183],
  // yarn audit: a sum of 1 info, 2 low, 4 moderate, 8 high, 16 critical
  "yarn": Set(0...31),
  "zap": [0, 1, 2],  // baseline scan: 1: fails, 2: warnings only, 3: another failure
  "zizmor": [0, 11, 12, 13, 14],
]

/// All sums of some of these bits.
private func sums(of bits: Int...) -> Set<Int> {
  bits.reduce(into: [0]) { sums, bit in sums.formUnion(sums.map { $0 | bit }) }
}
