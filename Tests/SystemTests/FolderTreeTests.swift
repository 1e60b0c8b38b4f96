import Foundation
import Model
import System
import Testing

struct FolderTreeTests {
  private let folder: URL
  private let tree: FolderTree

  init() throws {
    let above = FileManager.default.temporaryDirectory.appending(path: "tree-\(UUID().uuidString)")
    folder = above.appending(path: "root")
    try FileManager.default.createDirectory(at: folder.appending(path: "b/c"), withIntermediateDirectories: true)
    for (path, text) in ["a": "1", "b.txt": "22", "b/x": "333", "../secret": "s"] {
      try Data(text.utf8).write(to: folder.appending(path: path))
    }
    for (path, target) in ["out": "../secret", "up": "..", "in": "a", "b/up": "../.."] {
      try FileManager.default.createSymbolicLink(
        atPath: folder.appending(path: path).path, withDestinationPath: target)
    }
    mkfifo(folder.appending(path: "pipe").path, 0o600)
    tree = FolderTree(folder.path, description: "the folder", displayPrefix: "shown/")
  }

  private func refusal(_ body: () throws(Diagnostic) -> Void) -> Diagnostic? {
    do throws(Diagnostic) { try body() } catch { return error }
    return nil
  }

  @Test func `a folder lists its children with kind and size, in the order of their bytes`() throws {
    #expect(
      try tree.list("").map { "\($0.path) \($0.kind) \($0.size ?? -1)" } == [
        "a file 1", "b folder -1", "b.txt file 2", "in link 1", "out link 9", "pipe special -1", "up link 2",
      ])
    #expect(try tree.list("b").map(\.path) == ["b/c", "b/up", "b/x"])
    #expect(try tree.list("nowhere").isEmpty && tree.list("b/c").isEmpty)
  }

  @Test func `a path has one spelling and never leaves the folder`() throws {
    #expect(try tree.read("b/x", limit: 3) == Array("333".utf8))
    for path in ["", "nowhere", "a/x", "./a", "b/../a", "../secret", "/a", "a/", "b//x", "a\0b"] {
      #expect(try tree.read(path, limit: 9) == nil && tree.kind(of: path) == nil, "\(path)")
    }
    #expect(try tree.kind(of: "out") == .link && tree.kind(of: "b") == .folder)
    for path in ["out", "in", "up/secret", "b/up/secret", "b", "pipe"] {
      let error = refusal { () throws(Diagnostic) in _ = try tree.read(path, limit: 9) }
      #expect(error?.code == .entryNotRegular && error?.text.hasPrefix("shown/") == true, "\(path)")
    }
    #expect(refusal { () throws(Diagnostic) in _ = try tree.list("up") }?.code == .entryNotRegular)
    #expect(refusal { () throws(Diagnostic) in _ = try tree.list("a") }?.code == .entryNotRegular)
    #expect(refusal { () throws(Diagnostic) in _ = try tree.read("b/x", limit: 2) }?.code == .fileTooLarge)
  }
}
