import Glibc
import Model

/// Lets one process of Gatehouse at a time write to a repository. The kernel ends it with the process, however that ends
/// (flock(2)). On a file system without such locks it excludes nobody, and the lock of the ref decides alone.
struct Exclusion: ~Copyable {
  private let descriptor: Int32
  let isHeld: Bool

  /// Waits until no other process has it. Throws `ref-locked` when that takes too long.
  init(in folder: String, _ wait: inout Backoff) throws(Diagnostic) {
    descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    var isHeld = false
    while descriptor >= 0, !isHeld {
      isHeld = flock(descriptor, LOCK_EX | LOCK_NB) == 0
      if isHeld { break }
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      guard wait.pause() else {
        close(descriptor)
        throw Diagnostic(
          .refLocked, "other processes of Gatehouse write to \(folder) without a pause", help: "run it again")
      }
    }
    self.isHeld = isHeld
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
