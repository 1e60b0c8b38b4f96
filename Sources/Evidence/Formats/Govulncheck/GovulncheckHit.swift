import Documents
import Model

/// One way to a vulnerability in a module.
struct GovulncheckHit {
  let id: String
  let module: String
  let version: String?
  /// Nil: the report does not say.
  let fixedVersions: [String]?
  let depth: Depth
  let position: SourcePosition

  /// How near the program comes to the vulnerable function.
  enum Depth: Comparable { case required, imported, called, traced }

  /// A `finding`: the first frame of its trace is the vulnerable function, as far as it is known; the last is where the program begins.
  init(_ finding: JSONValue, at position: SourcePosition) throws(Diagnostic) {
    let trace = try finding.list("trace")
    guard let frame = trace.first else { throw finding.mismatch("a finding with a `trace`") }
    (id, module, version) = (try finding.required("osv"), try frame.required("module"), frame.stated("version"))
    // It is left out where there is no fix.
    fixedVersions = [finding.stated("fixed_version")].compactMap { $0 }
    if frame.stated("function") != nil {
      depth = trace.count > 1 ? .traced : .called
    } else {
      depth = frame.stated("package") == nil ? .required : .imported
    }
    self.position = position
  }

  /// An entry of `Vulns`, before version 0.1: its sinks are nodes of the graphs of calls, imports and modules, 0 where there is none.
  init(_ entry: JSONValue, of advisory: JSONValue, in result: JSONValue, at position: SourcePosition) throws(Diagnostic) {
    (id, module) = (try advisory.required("id"), try entry.required("ModPath"))
    let node = entry.scalar("RequireSink") ?? "0"
    version = result["Requires"]?["Modules"]?[member: node]?.stated("Version")
    fixedVersions = nil
    let sinks = ["CallSink", "ImportSink"].map { entry[member: $0]?.integer ?? 0 }
    depth = sinks[0] > 0 ? .called : sinks[1] > 0 ? .imported : .required
    self.position = position
  }
}
