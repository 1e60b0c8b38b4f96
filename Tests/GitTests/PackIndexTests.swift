import Foundation
import Model
import TestSupport
import Testing

@testable import Git

/// A repository with one pack, whose index is of a version and gives offsets from `large` on as 64 bits.
private func packed(version: Int, large: Int? = nil) throws -> (Sandbox, index: URL) {
  let sandbox = try Sandbox(
    packed: true, commit("refs/heads/main", mark: 1, ["a": "1\n", "b/c": String(repeating: "3\n", count: 500)]))
  let folder = sandbox.repository.appending(path: ".git/objects/pack")
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
  let name = try #require(names.first { $0.hasSuffix(".idx") })
  let index = folder.appending(path: name)
  try FileManager.default.removeItem(at: index)
  let pack = ".git/objects/pack/" + name.replacingOccurrences(of: ".idx", with: ".pack")
  try sandbox.git(["index-pack", "--index-version=\(version)" + (large.map { ",\($0)" } ?? ""), pack])
  try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: index.path)
  return (sandbox, index)
}

private func readAll(_ sandbox: Sandbox) throws {
  let repository = try sandbox.open()
  let tip = try #require(try repository.head()).commit
  #expect(try repository.tree(at: tip).read("a", limit: 100) == Array("1\n".utf8))
}

/// Each kind of index: where its offsets begin, before a number of bytes for each object, and the bytes from one offset
/// to the next.
private let kinds: [(version: Int, large: Int?, start: Int, before: Int, width: Int)] = [
  (1, nil, 1024, 0, 24), (2, nil, 1032, 24, 4), (2, 13, 1032, 28, 8),
]

@Test(arguments: kinds.indices) func `a pack index whose offset lies outside of the pack is refused`(_ kind: Int) throws
{
  let (version, large, start, before, width) = kinds[kind]
  let (sandbox, index) = try packed(version: version, large: large)
  try readAll(sandbox)
  let whole = try Data(contentsOf: index)
  let count =
    Int(
      try sandbox.git(["count-objects", "-v"]).split(separator: "\n")
        .first { $0.hasPrefix("in-pack: ") }?.dropFirst(9) ?? "0") ?? 0
  #expect(count == 5)
  // The offset of the first object in the pack needs no 64 bits.
  for object in 0..<(large == nil ? count : count - 1) {
    for (byte, bits) in [(0, UInt8(0x40)), (1, 0xFF), (2, 0xFF)] {
      var hostile = whole
      hostile[start + count * before + object * width + byte] |= bits
      try hostile.write(to: index)
      #expect(code { try readAll(sandbox) } == .repositoryUnreadable, "object \(object), byte \(byte)")
    }
  }
  for size in [0, 100, 1071, whole.count - 1, whole.count - 8, whole.count + 8, whole.count + 4096] {
    try (whole + Data(count: 4096)).prefix(size).write(to: index)
    #expect(code { try readAll(sandbox) } == .repositoryUnreadable, "\(size) bytes")
  }
}

@Test func `numbers of objects that are out of order are refused`() throws {
  let (sandbox, index) = try packed(version: 2)
  var hostile = try Data(contentsOf: index)
  hostile[8 + 4 * 100] = 0x7F
  try hostile.write(to: index)
  #expect(code { try readAll(sandbox) } == .repositoryUnreadable)
}

@Test func `files that only speed git up are not read`() throws {
  let (sandbox, _) = try packed(version: 2)
  try sandbox.git(["multi-pack-index", "write"])
  try sandbox.git(["commit-graph", "write", "--reachable"])
  for file in ["pack/multi-pack-index", "info/commit-graph"] {
    let url = sandbox.repository.appending(path: ".git/objects/" + file)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: url.path)
    let whole = try Data(contentsOf: url)
    for offset in stride(from: 8, to: whole.count, by: 5) {
      var hostile = whole
      hostile[offset] ^= 0xFF
      try hostile.write(to: url)
      try readAll(sandbox)
    }
  }
}

@Test func `an object that is a delta of itself is refused`() throws {
  let (sandbox, index) = try packed(version: 2)
  let pack = index.deletingPathExtension().appendingPathExtension("pack")
  try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: pack.path)
  let (table, whole) = (Array(try Data(contentsOf: index)), Array(try Data(contentsOf: pack)))
  let count = table[1028..<1032].reduce(0) { $0 << 8 | Int($1) }
  var refused = 0
  for object in 0..<count {
    let id = table[(1032 + 20 * object)..<(1052 + 20 * object)]
    let start = 1032 + 24 * count + 4 * object
    let offset = table[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
    var hostile = whole
    // A delta of four bytes, and the id of its base (gitformat-pack, "Deltified representation").
    hostile.replaceSubrange(offset..<(offset + 21), with: [0x74] + id)
    try Data(hostile).write(to: pack)
    if code({ try readAll(sandbox) }) == .repositoryUnreadable { refused += 1 }
  }
  #expect(refused >= 3, "the commit, its folder and the file")
}
