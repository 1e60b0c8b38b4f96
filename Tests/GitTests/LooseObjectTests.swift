import Foundation
import Model
import Testing

@testable import Git

/// A loose object's file: `text` deflated without compression, so that a test can say each byte.
private func deflated(_ text: [UInt8], trailing: [UInt8] = []) -> Data {
  var (low, high): (UInt32, UInt32) = (1, 0)
  for byte in text {
    low = (low + UInt32(byte)) % 65521
    high = (high + low) % 65521
  }
  let sum = high << 16 | low
  let size = UInt16(text.count)
  let head: [UInt8] = [0x78, 0x01, 1, UInt8(size & 0xFF), UInt8(size >> 8), UInt8(~size & 0xFF), UInt8(~size >> 8)]
  return Data(head + text + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (24 - 8 * $0)) } + trailing)
}

/// What stands in the file of the blob "0123456789", and what reading it must end in.
private let contents: [(name: String, data: Data, code: DiagnosticCode?)] = [
  ("sound", deflated(Array("blob 10\u{0}0123456789".utf8)), nil),
  (
    "longer than its header says", deflated(Array("blob 10\u{0}0123456789".utf8) + [UInt8](repeating: 65, count: 4000)),
    .repositoryUnreadable
  ),
  ("shorter", deflated(Array("blob 10\u{0}01234".utf8)), .repositoryUnreadable),
  ("other content", deflated(Array("blob 10\u{0}0123456780".utf8)), .repositoryUnreadable),
  ("bytes after its end", deflated(Array("blob 10\u{0}0123456789".utf8), trailing: [0]), .repositoryUnreadable),
  ("cut", deflated(Array("blob 10\u{0}0123456789".utf8)).dropLast(6), .repositoryUnreadable),
  ("claims 8 GiB", deflated(Array("blob 8589934592\u{0}x".utf8)), .fileTooLarge),
  ("claims 64 MiB", deflated(Array("blob 67108864\u{0}x".utf8)), .repositoryUnreadable),
  ("claims a negative size", deflated(Array("blob -1\u{0}x".utf8)), .repositoryUnreadable),
  ("claims more than a number holds", deflated(Array("blob 99999999999999999999\u{0}x".utf8)), .repositoryUnreadable),
  ("no kind", deflated(Array("blub 10\u{0}0123456789".utf8)), .repositoryUnreadable),
  ("no header", deflated([UInt8](repeating: 65, count: 60)), .repositoryUnreadable),
  ("not deflated", Data("blob 10\u{0}0123456789".utf8), .repositoryUnreadable),
  ("empty", Data(), .repositoryUnreadable),
]

@Test func `a hostile loose object is an error and no crash`() throws {
  let sandbox = try Sandbox(commit("refs/heads/main", ["a": "0123456789"]))
  let tip = try sandbox.commit("refs/heads/main")
  let blob = try sandbox.git(["rev-parse", "refs/heads/main:a"])
  let file = sandbox.repository.appending(path: ".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
  for (name, data, expected) in contents {
    try FileManager.default.removeItem(at: file)
    try data.write(to: file)
    let found = code { () throws(Diagnostic) in
      let repository = try sandbox.open()
      #expect(try repository.tree(at: tip).read("a", limit: 1 << 40) == Array("0123456789".utf8), "\(name)")
    }
    #expect(found == expected, "\(name)")
  }
}
