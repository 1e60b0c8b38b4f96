import Glibc
package import Model

/// A folder of files for the time of one run. It is removed with all that is in it, also with what others wrote there since.
package struct ExportFolder: ~Copyable {
  /// The absolute path, without symbolic links.
  package let path: String
  /// The folders that were made, by their paths below `path`.
  private var folders: Set<[UInt8]> = []

  package init(environment: [String: String]) throws(Diagnostic) {
    let parent = Files.temporaryFolder(environment)
    var template = Array("\(parent)/gatehouse-XXXXXX\0".utf8CString)
    guard unsafe mkdtemp(&template) != nil, let path = Files.realPath(text(of: template)) else {
      throw Diagnostic(.outputFailed, "cannot make a folder in \(parent): \(Files.words(for: errno))")
    }
    self.path = path
  }

  deinit { removeFolder(Array(path.utf8)) }

  /// Writes a file that is not there yet, with the folders in which it lies.
  ///
  /// - Parameter name: The bytes of a path without empty components, `.` and `..`.
  package mutating func write(_ bytes: [UInt8], at name: [UInt8], isExecutable: Bool) throws(Diagnostic) {
    for slash in name.indices where name[slash] == UInt8(ascii: "/") { try makeFolder(Array(name[..<slash])) }
    let file = unsafe open(
      absolute(name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, isExecutable ? 0o755 : 0o644)
    guard file >= 0 else { throw unwritable(name, errno) }
    defer { close(file) }
    try Files.write(bytes, to: file, named: GitPath.text(of: name))
  }

  private mutating func makeFolder(_ name: [UInt8]) throws(Diagnostic) {
    guard folders.insert(name).inserted else { return }
    guard unsafe mkdir(absolute(name), 0o755) == 0 else { throw unwritable(name, errno) }
  }

  /// The absolute path of a name below the folder, as C has it: names need not be UTF-8.
  private func absolute(_ name: [UInt8]) -> [CChar] {
    terminated(Array(path.utf8) + [UInt8(ascii: "/")] + name)
  }

  private func unwritable(_ name: [UInt8], _ fault: Int32) -> Diagnostic {
    Diagnostic(.outputFailed, "cannot write \(path)/\(GitPath.text(of: name)): \(Files.words(for: fault))")
  }
}

/// Removes a folder with all that is in it. Links are removed and never followed, because a scanner may leave any.
private func removeFolder(_ root: [UInt8]) {
  var (pending, folders) = ([root], [[UInt8]]())
  while let folder = pending.popLast() {
    folders.append(folder)
    for name in names(in: folder) {
      let path = folder + [UInt8(ascii: "/")] + name
      // Only a folder cannot be unlinked.
      if unsafe unlink(terminated(path)) != 0 { pending.append(path) }
    }
  }
  for folder in folders.reversed() { unsafe rmdir(terminated(folder)) }
}

/// The names in a folder; none where it cannot be read.
private func names(in folder: [UInt8]) -> [[UInt8]] {
  let descriptor = unsafe open(terminated(folder), O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)
  guard descriptor >= 0 else { return [] }
  do throws(Diagnostic) { return try Files.names(in: descriptor, "", maximum: .max, in: "") } catch { return [] }
}

/// A path as C has it.
private func terminated(_ path: [UInt8]) -> [CChar] { (path + [0]).map(CChar.init(bitPattern:)) }

private func text(of name: [CChar]) -> String {
  String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
