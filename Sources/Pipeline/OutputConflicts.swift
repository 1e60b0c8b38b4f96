import Evidence
import Interning
import Model
import System

/// Why outputs cannot all be written, as a sentence: two would be one file, or one would overwrite what the same check reads.
/// Nil when they can.
///
/// An output of an earlier run among the reports is not read, so a new one may take its place.
package func outputConflict(_ outputs: [String], of request: Request) -> String? {
  var known: Set<ExactText> = []
  for output in outputs where !isDevice(output) {
    guard known.insert(identity(ofFile: output)).inserted else {
      return "two outputs are written to \(output), and the second would overwrite the first; name another file"
    }
  }
  let existing = outputs.filter(Files.isRegularFile)
  guard !existing.isEmpty else { return nil }
  let inputs = Set(request.filesThatAreRead.map(identity(ofFile:)))
  guard let lost = existing.first(where: { inputs.contains(identity(ofFile: $0)) && !isOwnOutput($0) }) else {
    return nil
  }
  return "the output \(lost) would overwrite a file that this check reads; write it outside of the folder of reports"
}

extension Request {
  /// Reports, what describes them, and VEX documents, as they are named or found in folders.
  fileprivate var filesThatAreRead: [String] {
    var found = FoundReports()
    for path in reports + baseReports where path != "-" {
      // A folder that cannot be listed is reported when the reports are read.
      do throws(Diagnostic) { try found.look(at: path) } catch {}
    }
    let sideCars = found.reports.flatMap { report in yamlEndings.map { report + sideCarName + $0 } }
    return found.reports + found.descriptions + found.hidden + sideCars + vex
  }
}

/// Whether a path is something that several outputs may share, such as `/dev/null` or a pipe.
private func isDevice(_ path: String) -> Bool { Files.exists(path) && !Files.isRegularFile(path) }

/// The file without symbolic links, also where only its folder exists.
private func identity(ofFile path: String) -> ExactText {
  if let file = Files.realPath(path) { return ExactText(file) }
  return ExactText(Files.realPath(parent(of: path)).map { "\($0)/\(name(of: path))" } ?? path)
}

private func isOwnOutput(_ path: String) -> Bool {
  do throws(Diagnostic) { return Evidence.isOwnOutput(try Files.readReport(path)) } catch { return false }
}
