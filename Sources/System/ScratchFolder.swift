import Glibc
package import Model

/// A folder for the time of one run, removed with all that is in it.
package struct ScratchFolder: ~Copyable {
  package let path: String
  private var files: [String] = []
  private var folders: [String] = []

  package init(environment: [String: String]) throws(Diagnostic) {
    let parent = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    var template = Array("\(parent)/gatehouse-XXXXXX\0".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw Diagnostic(.outputFailed, "cannot make a folder in \(parent): \(Files.words(for: errno))")
    }
    path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    for file in files { unsafe unlink(file) }
    for folder in folders.reversed() { unsafe rmdir(folder) }
    unsafe rmdir(path)
  }

  /// Writes a file below the folder, with the folders in which it lies.
  ///
  /// - Parameter name: A relative path without `.` and `..`.
  package mutating func write(_ bytes: [UInt8], as name: String) throws(Diagnostic) {
    var current = path
    for part in name.split(separator: "/").dropLast() {
      current += "/" + part
      if unsafe mkdir(current, 0o700) == 0 { folders.append(current) }
    }
    files.append(path + "/" + name)
    try Files.write(bytes, to: path + "/" + name)
  }

  /// Ends the use of the folder.
  package consuming func remove() {}

  /// Makes relative paths of this process begin here.
  package func enter() throws(Diagnostic) {
    guard unsafe chdir(path) == 0 else {
      throw Diagnostic(.outputFailed, "cannot enter \(path): \(Files.words(for: errno))")
    }
  }
}
