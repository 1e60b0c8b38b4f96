import Documents
import Model

/// One trace to a vulnerability in a module.
struct GovulncheckHit {
  let id: String
  let module: String
  let version: String?
  /// The fixed versions; nil if unknown, empty if there is no fix.
  let fixedVersions: [String]?
  let depth: Depth
  let position: SourcePosition

  /// How close the program comes to the vulnerable function; a higher case is closer.
  enum Depth: Comparable { case required, imported, called, traced }

  /// Reads a `finding`. The first frame of its trace is the vulnerable function, as far as it is known; the last is the
  /// program's entry point.
  init(_ finding: JSONValue, at position: SourcePosition) throws(Diagnostic) {
    let trace = try finding.list("trace")
    guard let frame = trace.first else { throw finding.mismatch("a finding with a `trace`") }
    (id, module, version) = (try finding.required("osv"), try frame.required("module"), frame.stated("version"))
    // The member is omitted if there is no fix.
    fixedVersions = [finding.stated("fixed_version")].compactMap { $0 }
    if frame.stated("function") != nil {
      depth = trace.count > 1 ? .traced : .called
    } else {
      depth = frame.stated("package") == nil ? .required : .imported
    }
    self.position = position
  }

  /// Reads an entry of `Vulns`, before version 0.1. Its sinks are nodes in the graphs of calls, imports and modules; 0
  /// means none.
  init(_ entry: JSONValue, of advisory: JSONValue, in result: JSONValue, at position: SourcePosition) throws(Diagnostic)
  {
    (id, module) = (try advisory.required("id"), try entry.required("ModPath"))
    let node = entry.scalar("RequireSink") ?? "0"
    version = result["Requires"]?["Modules"]?[member: node]?.stated("Version")
    fixedVersions = nil
    let sinks = ["CallSink", "ImportSink"].map { entry[member: $0]?.integer ?? 0 }
    depth = sinks[0] > 0 ? .called : sinks[1] > 0 ? .imported : .required
    self.position = position
  }
}
