import Foundation
import Model
import System
import Testing

struct FilesTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "files-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func refusal(_ body: () throws(Diagnostic) -> Void) -> Diagnostic? {
    do throws(Diagnostic) {
      try body()
      return nil
    } catch { return error }
  }

  @Test func `a file is read whole, up to the limit and not beyond`() throws {
    for size in [0, 1, 4095, 4096, 4097, 100_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Files.write(bytes, to: "\(folder)/f")
      #expect(try Files.read("\(folder)/f").bytes == bytes)
      #expect(try Files.read("\(folder)/f", limit: size).bytes == bytes)
      if size > 0 {
        #expect(
          refusal { () throws(Diagnostic) in _ = try Files.read("\(folder)/f", limit: size - 1) }?.code == .fileTooLarge
        )
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["f"])
  }

  @Test func `what is no regular file is refused at once`() throws {
    mkfifo("\(folder)/pipe", 0o600)
    try FileManager.default.createSymbolicLink(atPath: "\(folder)/loop", withDestinationPath: "loop")
    let cases = [
      ("\(folder)/pipe", "a named pipe"), (folder, "a folder"), ("/dev/zero", "a device"),
      ("\(folder)/none", "no such file"),
      ("\(folder)/loop", "too many symbolic links"), ("a\0b", "NUL"), ("", "empty"),
      ("\(folder)/none/x", "no such file"),
    ]
    for (path, words) in cases {
      let refused = refusal { () throws(Diagnostic) in _ = try Files.read(path) }
      #expect(
        refused?.code == .fileUnreadable && refused?.text.contains(words) == true, "\(path): \(refused?.text ?? "read")"
      )
    }
  }

  @Test func `a link named on the command line is read, and written through`() throws {
    try Files.write([1], to: "\(folder)/real")
    try FileManager.default.createSymbolicLink(atPath: "\(folder)/link", withDestinationPath: "real")
    #expect(try Files.read("\(folder)/link").bytes == [1])
    try Files.write([2], to: "\(folder)/link")
    #expect(try Files.read("\(folder)/real").bytes == [2])
    try Files.write([3], to: "/dev/null")
    #expect(refusal { () throws(Diagnostic) in try Files.write([], to: "\(folder)/none/x") }?.code == .outputFailed)
  }

  @Test func `a folder is walked in the order of bytes and refused where something would be left out`() throws {
    for name in ["b/c.json", "b.json", "B/x", "a/.hidden", "a/.git/x", "\u{e9}.json", "e\u{301}.json"] {
      let path = "\(folder)/tree/\(name)"
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Files.write([], to: path)
    }
    let tree = "\(folder)/tree"
    let expected = ["B/x", "b.json", "b/c.json", "e\u{301}.json", "\u{e9}.json"]
    let walk = try Files.walk(tree)
    #expect(walk.files.map { Array($0.utf8) } == expected.map { Array("\(tree)/\($0)".utf8) })
    #expect(walk.hidden == ["\(tree)/a/.git", "\(tree)/a/.hidden"])
    #expect(Files.isFolder(tree) && !Files.isFolder("\(tree)/b.json"))
    #expect(try Files.walk("\(tree)/").files.first == "\(tree)/B/x")
    #expect(try Files.walk(tree, limits: .init(entries: 10, depth: 2)).files.count == 5)
    #expect(
      refusal { () throws(Diagnostic) in _ = try Files.walk(tree, limits: .init(entries: 9)) }?.code == .fileTooLarge)
    #expect(
      refusal { () throws(Diagnostic) in _ = try Files.walk(tree, limits: .init(depth: 1)) }?.code == .fileTooLarge)
    try FileManager.default.createSymbolicLink(atPath: "\(tree)/b/up", withDestinationPath: "..")
    #expect(refusal { () throws(Diagnostic) in _ = try Files.walk(tree) }?.code == .fileUnreadable)
  }

  @Test func `a reader who has gone is no error`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    try Files.write([1, 2, 3], to: ends[1])
  }
}
