import Glibc
import Model

/// A temporary file that has no name, so no other program comes across it, and nothing is left of it whatever happens.
struct UnnamedFile: ~Copyable {
  let descriptor: Int32

  init(environment: [String: String]) throws(Diagnostic) {
    let parent = Files.temporaryFolder(environment)
    var template = Array("\(parent)/gatehouse-XXXXXX\0".utf8CString)
    descriptor = unsafe mkstemp(&template)
    guard descriptor >= 0 else {
      throw Diagnostic(.outputFailed, "cannot make a file in \(parent): \(Files.words(for: errno))")
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unsafe unlink(template)
  }

  deinit { close(descriptor) }

  /// Writes the content to a file, which is replaced atomically, on any file system.
  func copy(to path: String) throws(Diagnostic) {
    try Files.replace(path) { target throws(Diagnostic) in
      var (buffer, offset) = ([UInt8](repeating: 0, count: 1 << 18), 0)
      while true {
        let count = unsafe pread(descriptor, &buffer, buffer.count, offset)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw Files.unwritable(path, errno) }
        if count == 0 { return }
        try Files.write(Array(buffer[..<count]), to: target, named: path)
        offset += count
      }
    }
  }
}

extension Files {
  /// The folder for files of one run: `TMPDIR`, or `/tmp` (POSIX, XBD 8.3).
  static func temporaryFolder(_ environment: [String: String]) -> String {
    environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
  }
}
