import Interning
import Model
import System

/// Reads a report in full, or says where it cannot be read.
///
/// - Parameters:
///   - name: a format's name; nil detects the format from the bytes.
///   - overrides: severities that the policy sees otherwise; they win.
///   - roots: absolute folders (`/builds/acme/shop`) that stood for the repository, or for `folder`, where the scanner ran.
///   - folder: the folder of the repository that the scanner ran in and its paths are relative to; nil: the root.
///   - checkouts: absolute folders in which the repository is checked out.
///   - covers: the folders and files that were scanned, as the side-car says.
///   - hasFile: whether the commit has a file of that path; nil takes every path as written.
/// - Throws: `report-empty`, `format-unknown`, `format-ambiguous`, `report-is-own-output` (a warning: there is nothing to read), or
///   what the JSON, XML or CSV reader and the format's own refuse.
package func readReport(
  _ input: Input, as name: String? = nil, severities overrides: SeverityMapping = SeverityMapping(),
  roots: [String] = [], folder: String? = nil, checkouts: [String] = [], covers: [String]? = nil,
  hasFile: ((InternedString) -> Bool)? = nil
) throws(Diagnostic) -> ReportBuilder {
  do throws(Diagnostic) {
    try input.refuseCompressed()
    let text = try input.inUTF8()
    if text.isOwnMarkdown { throw .ownOutput(input) }
    let content: Content
    do { content = try Content(text, texts: Format.all.flatMap(\.variants)) } catch {
      throw error.namingFormat(of: text)
    }
    let read = Result { () throws(Diagnostic) in try taken(from: content, of: input, text, as: name) }
    // Invalid JSON is reported first: it may be why the reader complains, or why there seems to be nothing to read.
    do { try content.finish() } catch { throw error.namingFormat(of: text) }
    // Consumed, so that changes to the report do not copy its observations.
    var (report, format) = try (consume read).get()
    try content.throwIfUnreadable()
    try report.addDoubts(about: content, of: format, text, as: name)
    report.finish(
      rater: SeverityRater(format, overridden: overrides),
      resolver: PathResolver(
        roots: roots, stated: Paths.outside(of: roots + checkouts, report.roots), folder: folder, checkouts: checkouts,
        scanned: report.scannedFolder, covers: covers ?? [], watched: roots, hasFile: hasFile),
      redactor: SecretRedactor(content, hasFile: hasFile))
    report.locatePackages(in: covers ?? folder.map { [$0] } ?? [], hasFile: hasFile)
    return report
  } catch {
    throw (name == nil ? error.tellingOtherFiles(from: input) : error).withoutText
  }
}

/// What the format's reader takes from it.
private func taken(
  from content: Content, of input: Input, _ text: Input, as name: String?
) throws(Diagnostic) -> (ReportBuilder, Format) {
  let (format, parts) = try Format.choose(for: content, of: text, named: name)
  var report = ReportBuilder(input: input, format: format.name)
  content.startTracking()
  for (index, part) in parts.enumerated() {
    report.pointer = part.pointer
    try report.addDocument(isFirst: index == 0) { report throws(Diagnostic) in
      try part.variant.read(part.content, into: &report)
    }
  }
  return (report, format)
}

extension ReportBuilder {
  /// Marks the report as failed if it may state more than was read: a name that resembles a missing one, or records that
  /// look like findings. Reading once more shows which names, lists and maps the reader knows.
  fileprivate mutating func addDoubts(
    about content: Content, of format: Format, _ text: Input, as name: String?
  ) throws(Diagnostic) {
    let unread = unreadRecords(in: content).filter { !format.otherLists.contains($0.name) }
    guard content.hasLookAlikes || !unread.isEmpty else { return }
    content.startRecording()
    _ = try taken(from: content, of: input, text, as: name)
    failures += try content.doubts()
    for records in unread where !records.isKnown { failures.append(records.diagnostic(in: self)) }
  }
}

extension ReportBuilder {
  /// Severities, paths and secrets of all observations, in all formats.
  fileprivate mutating func finish(rater: SeverityRater, resolver: PathResolver, redactor: SecretRedactor) {
    var (rater, resolver, redactor) = (rater, resolver, redactor)
    var requirements = RequirementResolver()
    noteUnlisted()
    dropEmptyFingerprints()
    resolver.learn(from: observations)
    for index in observations.indices {
      rater.rate(&observations[index])
      resolver.resolve(&observations[index].location)
      if observations[index].$flow != noSteps {
        observations[index].$flow = resolver.resolved(observations[index].$flow)
      }
      redactor.redact(&observations[index])
      requirements.resolve(&observations[index])
    }
    scanned = scanned?.compactMap { resolver.fileOfCommit(named: $0) }
    if scanned?.isEmpty == false || examined.contains(where: { resolver.fileOfCommit(named: $0) != nil }) {
      hasScanProof = true
    }
    for index in runs.indices where runs[index].examined.contains(where: { resolver.fileOfCommit(named: $0) != nil }) {
      runs[index].hasScanProof = true
    }
    for index in runs.indices {
      runs[index].unread = runs[index].unread.compactMap { resolver.fileOfCommit(named: $0) }
    }
    locateUnread(with: &resolver)
    warnings += rater.warnings()
    warnings += resolver.warnings(for: self)
    usedRoots = resolver.usedRoots
    (tool, toolVersion) = (tool.map(withoutCredentials), toolVersion.map(withoutCredentials))
    commit = commit.map(withoutCredentials)
    for index in runs.indices {
      let run = runs[index]
      (runs[index].tool, runs[index].toolVersion) = (
        run.tool.map(withoutCredentials), run.toolVersion.map(withoutCredentials)
      )
      runs[index].commit = run.commit.map(withoutCredentials)
    }
    let isAboutSecrets = kinds == [.secret]
    warnings = warnings.map { $0.withoutSecrets(isAboutSecrets: isAboutSecrets) }
    failures = failures.map { $0.withoutSecrets(isAboutSecrets: isAboutSecrets) }
    for index in unread.indices {
      unread[index].fault = unread[index].fault.withoutSecrets(isAboutSecrets: isAboutSecrets)
    }
  }
}

extension ReportBuilder {
  /// Marks the report as failed if the tool counts results and the report lists none of them, not even as suppressed.
  fileprivate mutating func noteUnlisted() {
    guard counted > 0, observations.isEmpty, failures.isEmpty else { return }
    let results = counted == 1 ? "1 result" : "\(counted) results"
    failures.append(
      Diagnostic(
        .reportFailed, "\(tool ?? format) counts \(results), but the report lists none",
        at: SourcePosition(file: input.name),
        help: "run it without options that leave results out, and let the policy decide"))
  }

  /// Puts packages for which the report names no file (pip-audit, Safety) in the file that was scanned, if the side-car
  /// says that it was only one, and it is a file that declares packages. Else the folders that were scanned are the target of
  /// their scan: a package of one service is none of another.
  fileprivate mutating func locatePackages(in covers: [String], hasFile: ((InternedString) -> Bool)?) {
    guard !covers.isEmpty, !covers.contains("") else { return }
    let path = covers.count == 1 ? covers.first : nil
    let file = path.flatMap { path in
      hasFile?(InternedString(path)) ?? (ecosystem(ofFile: path) != nil) ? InternedString(path) : nil
    }
    let folders = Set(covers.map(ExactText.init)).sorted().map(\.text).joined(separator: ", ")
    var targeted: [Interned<Scan>: Interned<Scan>] = [:]
    for index in observations.indices where observations[index].kind == .sca && observations[index].component != nil {
      guard observations[index].location == Location() else { continue }
      if let file {
        observations[index].location.$path = InternedOptional(file)
      } else {
        let scan = observations[index].$scan
        let known = targeted[scan] ?? Interned(scan.wrappedValue.targeting(folders))
        targeted[scan] = known
        observations[index].$scan = known
      }
    }
  }
}

extension Scan {
  /// The scan with folders of the repository as its target, before what the tool names.
  fileprivate func targeting(_ folders: String) -> Scan {
    Scan(
      format: format, tool: tool, toolVersion: toolVersion, time: time, commit: commit,
      target: target.map { "\(folders) (\($0))" } ?? folders, report: report)
  }
}

private let noSteps = Interned<[Location]>.none()
