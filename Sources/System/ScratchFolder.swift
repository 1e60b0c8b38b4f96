import Glibc
package import Model

/// A folder for the time of one run, removed with all that is in it.
package struct ScratchFolder: ~Copyable {
  package let path: String
  /// The folder in which relative paths begin, as components below `path`.
  private let start: [Substring]
  private var files: [String] = []
  private var folders: [String] = []

  /// - Parameter above: How many folders above the one in which they begin relative paths may lead to.
  package init(environment: [String: String], above: Int = 0) throws(Diagnostic) {
    let parent = Files.temporaryFolder(environment)
    var template = Array("\(parent)/gatehouse-XXXXXX\0".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw Diagnostic(.outputFailed, "cannot make a folder in \(parent): \(Files.words(for: errno))")
    }
    path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    start = Array(repeating: "gatehouse-run", count: above)
    _ = makeFolders(start)
  }

  deinit {
    for file in files { unsafe unlink(file) }
    for folder in folders.reversed() { unsafe rmdir(folder) }
    unsafe rmdir(path)
  }

  /// Writes a file, with the folders in which it lies.
  ///
  /// - Parameter name: A relative path that leads to no folder further above than was said.
  package mutating func write(_ bytes: [UInt8], as name: String) throws(Diagnostic) {
    var parts = start
    for part in name.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      // A path leads through the folder that it leaves again.
      _ = makeFolders(parts)
      guard parts.popLast() != nil else { throw Diagnostic(.outputFailed, "\(name) leads out of \(path)") }
    }
    let file = makeFolders(parts.dropLast()) + "/" + (parts.last ?? "")
    files.append(file)
    try Files.write(bytes, to: file)
  }

  /// Makes the folders that are missing, and returns the path of the last one.
  private mutating func makeFolders(_ parts: some Sequence<Substring>) -> String {
    parts.reduce(path) { above, part in
      let folder = above + "/" + part
      if unsafe mkdir(folder, 0o700) == 0 { folders.append(folder) }
      return folder
    }
  }

  /// Ends the use of the folder.
  package consuming func remove() {}

  /// Makes relative paths of this process begin here.
  package func enter() throws(Diagnostic) {
    guard unsafe chdir(([path[...]] + start).joined(separator: "/")) == 0 else {
      throw Diagnostic(.outputFailed, "cannot enter \(path): \(Files.words(for: errno))")
    }
  }
}
