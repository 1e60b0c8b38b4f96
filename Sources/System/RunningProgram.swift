import Glibc
import Model

/// A program that was started. No shell takes part: arguments are passed as they are.
struct RunningProgram {
  let process: pid_t

  /// - Parameters:
  ///   - environment: Its variables; nil for those of this process.
  ///   - isGroup: Whether it leads a process group of its own, with which all programs that it starts can be killed.
  ///   - files: Opens its descriptors; it has those of this process otherwise.
  /// - Throws: `program-failed` when it cannot be started.
  init(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil, isGroup: Bool = false,
    files: (inout posix_spawn_file_actions_t) -> Void
  ) throws(Diagnostic) {
    var (actions, attributes) = unsafe (posix_spawn_file_actions_t(), posix_spawnattr_t())
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe files(&actions)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | (isGroup ? POSIX_SPAWN_SETPGROUP : 0)))
    // Signals that Gatehouse ignores must not be ignored by the program.
    var signals = sigset_t()
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    var process: pid_t = 0
    let fault = unsafe withCStrings([program] + arguments) { words in
      guard let environment else {
        return unsafe posix_spawn(&process, program, &actions, &attributes, words, environ)
      }
      return unsafe withCStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) { variables in
        unsafe posix_spawn(&process, program, &actions, &attributes, words, variables)
      }
    }
    guard fault == 0 else {
      throw Diagnostic(.programFailed, "cannot run \(program): \(Files.words(for: fault))")
    }
    self.process = process
  }

  /// Waits for its end.
  func end() -> Subprocess.End {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: status & 0x7F)
  }
}
