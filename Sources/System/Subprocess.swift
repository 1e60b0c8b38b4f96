import Glibc
package import Model

/// Another program that is run to its end. No shell takes part: arguments are passed as they are.
package struct Subprocess: Sendable {
  /// The absolute path of the program.
  package var program: String
  package var arguments: [String]
  package var environment: [String: String]
  /// Seconds after which it is killed, with all programs that it started.
  package var timeLimit: Double

  package init(_ program: String, _ arguments: [String], environment: [String: String], timeLimit: Double) {
    (self.program, self.arguments, self.environment) = (program, arguments, environment)
    self.timeLimit = timeLimit
  }

  /// What a program left behind.
  package struct Outcome: Sendable {
    /// The exit status; nil when it was killed.
    package var status: Int32?
    /// The first 64 KiB of what it printed on stdout and on stderr.
    package var output: [UInt8]
    package var errors: [UInt8]
  }

  /// The program of this name in the first folder of `PATH` that has it. Relative folders are passed over, because a file of
  /// the working tree must not be run.
  package static func find(_ name: String, in environment: [String: String]) -> String? {
    let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return folders.lazy.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
      .first { unsafe access($0, X_OK) == 0 && !Files.isFolder($0) }
  }

  /// Runs the program with an empty stdin. Throws `program-failed` when it cannot be started.
  package func run() throws(Diagnostic) -> Outcome {
    let (output, errors) = (try Pipe(), try Pipe())
    let running = try unsafe RunningProgram(program, arguments, environment: environment, isGroup: true) { files in
      unsafe posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
      unsafe posix_spawn_file_actions_adddup2(&files, output.writing, 1)
      unsafe posix_spawn_file_actions_adddup2(&files, errors.writing, 2)
    }
    output.closeWriting()
    errors.closeWriting()
    var collected = Outcome(status: nil, output: [], errors: [])
    let isDone = Self.collect(output.reading, errors.reading, into: &collected, until: now + timeLimit)
    // The group, so that what the program started, such as ssh, does not live on.
    if !isDone { kill(-running.process, SIGKILL) }
    if case .exited(let status) = running.end(), isDone { collected.status = status }
    return collected
  }

  /// Reads both pipes to their ends. False when the time was over before.
  private static func collect(_ output: Int32, _ errors: Int32, into outcome: inout Outcome, until end: Double) -> Bool
  {
    var open = [output, errors]
    while !open.isEmpty {
      let rest = end - now
      guard rest > 0 else { return false }
      var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard unsafe poll(&polled, nfds_t(polled.count), Int32(min(rest * 1000 + 1, 1e6))) > 0 else { continue }
      for entry in polled where entry.revents != 0 {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
          filled = max(0, unsafe read(entry.fd, buffer.baseAddress, buffer.count))
        }
        if bytes.isEmpty { open.removeAll { $0 == entry.fd } }
        let limit = 1 << 16
        if entry.fd == output {
          outcome.output += bytes.prefix(limit - outcome.output.count)
        } else {
          outcome.errors += bytes.prefix(limit - outcome.errors.count)
        }
      }
    }
    return true
  }
}

/// Seconds of a clock that nobody sets.
private var now: Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A pipe whose ends other programs do not inherit.
private final class Pipe {
  let reading, writing: Int32
  private var isWritingOpen = true

  init() throws(Diagnostic) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw Diagnostic(.programFailed, "cannot make a pipe: \(Files.words(for: errno))")
    }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  func closeWriting() {
    if isWritingOpen { close(writing) }
    isWritingOpen = false
  }

  deinit {
    closeWriting()
    close(reading)
  }
}

/// Passes strings as a list of C strings that ends with a null pointer.
func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let count = texts.count
  let list = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: count + 1)
  for (index, text) in texts.enumerated() { unsafe (list + index).initialize(to: strdup(text)) }
  unsafe (list + count).initialize(to: nil)
  defer {
    for index in 0..<count { unsafe free(list[index]) }
    unsafe list.deallocate()
  }
  return unsafe body(UnsafePointer(list))
}
