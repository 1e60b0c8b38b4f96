import Documents
import Interning
import Model
import Settings
import System

extension ReportManifest {
  /// Reads a `gatehouse.yaml`.
  ///
  /// - Throws: `manifest-invalid` for an unknown key, a value of the wrong type or a file outside of the folder. Nothing
  ///   is ignored, because what a manifest states counts as evidence.
  package init(_ input: Input) throws(Diagnostic) {
    self.init(entries: try decode(.reports, input))
  }

  /// Reads a `REPORT.gatehouse.yaml`, which describes the report beside it and no other.
  ///
  /// - Throws: `manifest-invalid`, as for a manifest.
  package init(sideCar input: Input, of file: String) throws(Diagnostic) {
    var entry = try decode(.sideCar, input)
    entry.file = file
    self.init(entries: [entry])
  }
}

/// Decodes a whole file. The first problem is thrown.
private func decode<Value>(_ decoder: ConfigDecoder<Value>, _ input: Input) throws(Diagnostic) -> Value {
  do throws(Diagnostic) {
    let root = try YAMLDocument(input).root
    var problems = DiagnosticCollector()
    if let value = decoder.decode(root, &problems), problems.diagnostics.isEmpty { return value }
    guard var problem = problems.diagnostics.first else { throw root.diagnostic(.manifestInvalid, "invalid manifest") }
    problem.code = .manifestInvalid
    throw problem
  } catch {
    // The help names keys and forms of values, never what the file has.
    var fault = error.withoutSecretQuotations
    fault.help = error.help
    throw fault
  }
}

extension ConfigDecoder where Value == [ReportManifest.Entry] {
  /// The whole of `gatehouse.yaml`.
  package static let reports: ConfigDecoder<[ReportManifest.Entry]> = mapping("gatehouse.yaml") { fields in
    let version = fields.decode("gatehouse-reports", .version, "The version of this language.", example: "1")
    let entries = fields.decode(
      "reports", .list(of: ConfigDecoder<ReportManifest.Entry>.entry.positioned, atLeast: 0),
      "The reports of this folder.",
      example: "[]")
    guard version != nil, let entries else { return nil }
    var known: [ExactText: SourcePosition] = [:]
    for entry in entries {
      if let other = known.updateValue(entry.value.at, forKey: ExactText(entry.value.file)) {
        fields.problems.reportInvalid(
          entry.node, "`\(entry.value.file)` is described twice, the first time at \(other)")
      }
    }
    return entries.map(\.value)
  }
}

extension ConfigDecoder where Value == ReportManifest.Entry {
  /// The whole of `REPORT.gatehouse.yaml`; the name of the report is not in it.
  package static let sideCar: ConfigDecoder<ReportManifest.Entry> = mapping("a side-car") { fields in
    let version = fields.decode("gatehouse-report", .version, "The version of this language.", example: "1")
    let entry = entry(of: "", &fields)
    return version == nil ? nil : entry
  }

  /// One report of `gatehouse.yaml`.
  fileprivate static let entry: ConfigDecoder<ReportManifest.Entry> = mapping("a report") { fields in
    let file = fields.decode(
      "file", .reportFile, "The report, relative to this folder.", example: "trivy.json")
    let entry = entry(of: file ?? "", &fields)
    return file == nil ? nil : entry
  }

  private static func entry(of file: String, _ fields: inout MappingDecoder) -> ReportManifest.Entry {
    var entry = ReportManifest.Entry(
      file: file,
      tool: fields.decodeIfPresent("tool", .text, "The scanner."),
      version: fields.decodeIfPresent("version", .text, "The version of the scanner."),
      commit: fields.decodeIfPresent("commit", .objectID, "The commit that was scanned."),
      exitCode: fields.decodeIfPresent("exit-code", .exitCode, "The exit code of the scanner."),
      finished: fields.decodeIfPresent("finished", .moment, "When the scan ended."),
      folder: fields.decodeIfPresent(
        "folder", .repositoryFolder, "The folder of the repository that the paths of the report are relative to."),
      covers: fields.decodeIfPresent(
        "covers", .list(of: .coveredPath), "The folders and files of the repository that were scanned."),
      digest: fields.decodeIfPresent("digest", .digest, "The digest of the report as the scanner wrote it."),
      at: fields.node?.position ?? SourcePosition(file: ""))
    entry.root = fields.decodeIfPresent(
      "root", .absoluteFolder, "The absolute folder in which the files of the commit lay where they were scanned.")
    entry.unread = fields.decodeIfPresent(
      "unread", .list(of: .coveredPath), "The files and submodules of the commit that the scanner did not get.")
    entry.started = fields.decodeIfPresent("started", .moment, "When the scan began.")
    if let started = entry.started, let finished = entry.finished, finished + TimeSpan.clockSkew < started,
      let node = fields.value("started")
    {
      fields.problems.reportInvalid(
        node, "the scan began after it ended, at \(finished)", help: "`gatehouse record` writes both times")
    }
    entry.tree = fields.decodeIfPresent(
      "tree", .word("state of the work tree", ReportManifest.TreeState.allCases),
      "Whether the work tree that was scanned equalled the commit: clean or modified.")
    for key in ["tool", "version", "commit", "exit-code", "finished", "digest", "tree"] {
      entry.places[key] = fields.value(key)?.position
    }
    return entry
  }
}

extension ConfigDecoder {
  /// A text that `read` can read. Quoted and unquoted texts are the same.
  fileprivate static func text(
    _ pattern: String, as form: String, help: String? = nil, _ read: @escaping @Sendable (String) -> Value?
  ) -> ConfigDecoder {
    ConfigDecoder(.pattern(pattern)) { node, problems in
      guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
      let value = read(text)
      if value == nil { problems.reportInvalid(node, "expected \(form), found \(node.description)", help: help) }
      return value
    }
  }
}

extension ConfigDecoder where Value == String {
  fileprivate static let objectID = text(
    "^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$", as: "a full commit id (40 or 64 hexadecimal digits)",
    help: "`git rev-parse HEAD` prints it"
  ) { isObjectID($0) ? $0.lowercased() : nil }

  fileprivate static let digest = text(
    "^sha256:[0-9A-Fa-f]{64}$", as: "sha256: and 64 hexadecimal digits", help: "`sha256sum REPORT` prints the digits"
  ) {
    $0.hasPrefix("sha256:") && $0.utf8.count == 71 && isObjectID(String($0.dropFirst(7))) ? $0.lowercased() : nil
  }

  /// A file in the manifest's folder. Hidden files are not read as reports, so none may be described.
  fileprivate static let reportFile = text(
    "^[^.].*$", as: "a file in this folder that is not hidden, like trivy.json"
  ) { isInside($0) && !$0.hasPrefix(".") && !$0.contains("/.") ? $0 : nil }

  fileprivate static let repositoryFolder = text("^.+$", as: "a folder of the repository, like services/web") {
    isInside($0) ? $0 : nil
  }

  fileprivate static let absoluteFolder = text("^/.+$", as: "an absolute folder, like /builds/shop") {
    $0.utf8.first == UInt8(ascii: "/") && isInside(String($0.dropFirst())) ? $0 : nil
  }

  /// A folder or a file that was scanned; "" is the whole repository. `services/**` means `services`. Other patterns are
  /// not accepted, because a pattern does not say which of the matching files were scanned.
  fileprivate static let coveredPath = text(
    "^.+$", as: "a folder of the repository, like services/web, or `.` for all of it"
  ) { text in
    if text == "." || text == "**" { return "" }
    var path = text
    if path.hasSuffix("/**") { path.removeLast(3) } else if path.hasSuffix("/") { path.removeLast() }
    return isInside(path) && !path.utf8.contains { "*?[".utf8.contains($0) } ? path : nil
  }
}

extension ConfigDecoder where Value == Int {
  fileprivate static let exitCode = text(
    "^[0-9]{1,3}$", as: "a number from 0 to 255", help: "write the number that the shell has in `$?`"
  ) { text in
    Int(text).flatMap { (0...255).contains($0) ? $0 : nil }
  }
}

extension ConfigDecoder where Value == Timestamp {
  fileprivate static let moment = text(
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt].*$", as: "a date and time like 2026-11-20T10:00:00Z",
    help: "`date -u +%Y-%m-%dT%H:%M:%SZ` prints it"
  ) { Timestamp($0) }
}

/// Whether a relative path stays in its folder.
private func isInside(_ path: String) -> Bool {
  let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
  return !path.isEmpty && !path.contains("\\") && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
}
