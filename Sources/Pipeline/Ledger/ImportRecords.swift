import Git
import Ledger
import Model
import System

/// Appends records that other runs wrote, such as those of forks, which may not push.
///
/// Each is marked as imported: it is kept and shown, and proves neither newness nor age. The file comes from outside of
/// this repository's ref, and nothing shows that a check wrote it.
package func importRecords(_ request: LedgerRequest, from path: String) -> CommandOutput {
  listing(request) { repository throws(Diagnostic) in
    var files: [GrowingRef.File] = []
    for name in try Files.isFolder(path) ? Files.walk(path).files : [path] {
      files.append(try marked(try Files.read(name, limit: Record.sizeLimit)))
    }
    guard !files.isEmpty else { throw Diagnostic(.recordUnknown, "\(path) holds no record") }
    let added = try repository.ledger.append(
      files, message: "Import \(files.count) records", at: request.now
    ).added
    return Array("imported \(added.count) of \(files.count) records\n".utf8)
  }
}

private func marked(_ input: Input) throws(Diagnostic) -> GrowingRef.File {
  var record = try Record(input)
  if record.imported == nil { record.imported = RecordID(of: input.bytes, at: record.time).description }
  let bytes = try record.bytes()
  return GrowingRef.File(path: RecordID(of: bytes, at: record.time).path, content: bytes)
}
