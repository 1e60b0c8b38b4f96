import Documents
import Model
import System

// Files that Gatehouse wrote lie among the reports where an output is written into their folder. They repeat findings
// of scanners: read as reports, they would block a change that has fixed them, and stand for scans that never took place.
//
// They are recognised by two marks each, so that a scanner which only has Gatehouse's name is read. What has both marks is left
// out as if it were not there: a scan that the policy requires is then missing.

/// Whether Gatehouse wrote this file itself, so that it is no report.
package func isOwnOutput(_ input: Input) -> Bool {
  do throws(Diagnostic) { _ = try readReport(input) } catch { return error.code == .reportIsOwnOutput }
  return false
}

extension Content {
  /// Whether this is what `check --format json` writes.
  var isOwnDecision: Bool {
    guard case .json(let root) = self, root.kind == .object else { return false }
    return root["schemaVersion"]?.kind == .number && root["funnel"]?.kind == .array
      && ["pass", "fail", "undecided"].contains(root.text("verdict"))
  }
}

extension Input {
  /// Whether this is what `check --format markdown` writes: its first line is the marker by which a bot finds its comment.
  var isOwnMarkdown: Bool { bytes.starts(with: "<!-- gatehouse -->\n#".utf8) }
}

extension JSONValue {
  /// Whether this SARIF run is what `check --format sarif` writes: both the tool and the run (SARIF 2.1.0 §3.17.3) say so.
  var isOwnRun: Bool {
    self["tool"]?["driver"]?["name"]?.equals("gatehouse") ?? false
      && self["automationDetails"]?.text("id")?.hasPrefix("gatehouse/") ?? false
  }

  /// Whether this entry of a Code Quality report is what `check --format gitlab` writes: the engine's name is
  /// Gatehouse's, and the fingerprint is a digest of Gatehouse.
  var isOwnIssue: Bool {
    guard self["engine_name"]?.equals("gatehouse") ?? false, let fingerprint = text("fingerprint") else { return false }
    return [32, 64].contains(fingerprint.utf8.count)
      && fingerprint.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
  }
}

extension ReportBuilder {
  /// Warns of runs or results that Gatehouse wrote, of which none was kept.
  ///
  /// - Throws: `report-is-own-output` if there are no others.
  mutating func noteOwn(_ count: Int, of all: Int) throws(Diagnostic) {
    guard count > 0 else { return }
    guard count < all else { throw .ownOutput(input) }
    warnings.append(.ownPart(input))
  }
}

extension Diagnostic {
  /// The warning about a file that Gatehouse wrote itself. `readReport` throws it, because there is nothing to read.
  static func ownOutput(_ input: Input) -> Diagnostic {
    Diagnostic(
      .reportIsOwnOutput, "Gatehouse wrote \(input.name) itself, so it is left out", severity: .warning,
      at: SourcePosition(file: input.name), because: ["it repeats what scanners reported, and proves no scan"],
      help: "write outputs outside of the folder of reports, and delete this file")
  }

  /// The warning about results of Gatehouse in a report that has others as well.
  static func ownPart(_ input: Input) -> Diagnostic {
    Diagnostic(
      .reportIsOwnOutput, "a part of \(input.name) was written by Gatehouse, and is left out", severity: .warning,
      at: SourcePosition(file: input.name), because: ["it repeats what scanners reported, and proves no scan"],
      help: "do not merge outputs of Gatehouse into reports")
  }

  /// The error about a file that a side-car or a manifest describes as the report of a scan, although Gatehouse wrote it, or
  /// a scanner that pretends to be Gatehouse.
  package func contradicting(_ entry: ReportManifest.Entry) -> Diagnostic {
    var error = self
    error.severity = .error
    error.because = ["\(entry.at.file) describes it as the report of \(entry.tool ?? "a scan")"] + because
    return error
  }
}
