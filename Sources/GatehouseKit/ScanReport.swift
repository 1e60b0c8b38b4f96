import Correlation
import Evidence
import Interning
import Model
import System

/// The report of a scanner, read in full.
public struct ScanReport: Sendable {
  let file: SourceFile
  let report: ReportBuilder

  /// The name of its format, as `docs/formats.md` lists it.
  public var format: String { report.format }
  /// The number of results in the report, before equal ones are merged.
  public var observationCount: Int { report.observations.count }

  /// Reads a report.
  ///
  /// - Parameter format: The name of its format; nil detects it from the bytes.
  /// - Throws: `format-unknown`, `format-ambiguous`, `report-empty`, or the error of the format's reader. A report that
  ///   cannot be read in full gives no results at all.
  public init(_ file: SourceFile, format: String? = nil) throws(GateError) {
    try self.init(file, format: format, severities: SeverityMapping())
  }

  init(_ file: SourceFile, format: String?, severities: SeverityMapping) throws(GateError) {
    self.file = file
    do throws(Diagnostic) {
      report = try readReport(file.input, as: format, severities: severities)
    } catch {
      throw GateError([error])
    }
  }
}

/// Merges the results of several reports: the same problem, reported by several tools or several times, is one finding.
///
/// The result does not depend on the order of the reports. Findings are ordered by id.
public func correlate(_ reports: [ScanReport]) -> [Finding] {
  let scope = ArenaScope()
  let findings = Correlation.correlate(reports.flatMap(\.report.observations), in: scope)
  return withExtendedLifetime(scope) { findings.map { Finding($0.wrappedValue) } }.sorted { $0.id < $1.id }
}
