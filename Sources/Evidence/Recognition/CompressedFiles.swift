import Model
import System

extension Input {
  /// Refuses a compressed file or an archive, by its first bytes: no scanner writes its report so, but uploads of CI systems
  /// do.
  ///
  /// - Throws: `encoding-invalid`, with the command that unpacks it.
  func refuseCompressed() throws(Diagnostic) {
    guard let form else { return }
    throw Diagnostic(
      .encodingInvalid, "the file is compressed (\(form.name))", at: SourcePosition(file: name),
      because: ["a report is read as text"],
      help: "unpack it first: \(form.command); if it holds no report, move it out of the folder of reports")
  }

  var isCompressed: Bool { form != nil }

  private var form: CompressedForm? { compressedForms.first { bytes.starts(with: $0.beginning) } }
}

private typealias CompressedForm = (name: String, beginning: [UInt8], command: String)

private let compressedForms: [CompressedForm] = [
  ("gzip, RFC 1952", [0x1F, 0x8B], "gunzip REPORT.gz"), ("zip", [0x50, 0x4B, 0x03, 0x04], "unzip REPORT.zip"),
  ("Zstandard, RFC 8878", [0x28, 0xB5, 0x2F, 0xFD], "unzstd REPORT.zst"),
  ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A], "unxz REPORT.xz"), ("bzip2", [0x42, 0x5A, 0x68], "bunzip2 REPORT.bz2"),
]
