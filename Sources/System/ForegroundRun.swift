import Glibc
package import Model

extension Subprocess {
  /// How a program ended.
  package enum End: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)

    /// The exit status that a shell reports: 128 and the number of the signal for a program that was killed (POSIX, XCU 2.8.2).
    package var code: Int32 {
      switch self {
      case .exited(let status): status
      case .killed(let signal): 128 + signal
      }
    }
  }

  /// Runs the program with stdin, stdout, stderr and environment of this one, to its end, however long it takes. An interrupt
  /// from the terminal ends the program and not this one.
  ///
  /// - Parameters:
  ///   - output: A file that takes the place of stdout; its content is replaced when the program has ended. Until then nothing
  ///     is under its name, because a scanner may read the folder in which it lies.
  ///   - folder: The folder in which the program runs; nil for that of this process.
  ///   - environment: Says where temporary files lie.
  /// - Throws: `output-failed` when the file cannot be written, `program-failed` when the program cannot be started.
  package static func runInForeground(
    _ program: String, _ arguments: [String], output: String? = nil, in folder: String? = nil,
    environment: [String: String]
  ) throws(Diagnostic) -> End {
    guard let output else { return try runInForeground(program, arguments, in: folder, standardOutput: nil) }
    try Files.refuseUnwritable(output)
    let file = try UnnamedFile(environment: environment)
    let end = try runInForeground(program, arguments, in: folder, standardOutput: file.descriptor)
    try file.copy(to: output)
    return end
  }

  private static func runInForeground(
    _ program: String, _ arguments: [String], in folder: String?, standardOutput: Int32?
  ) throws(Diagnostic) -> End {
    let before = [SIGINT, SIGQUIT].map { signal($0, SIG_IGN) }
    defer { for (number, handler) in zip([SIGINT, SIGQUIT], before) { _ = signal(number, handler) } }
    return try inFolder(folder) { () throws(Diagnostic) in
      try unsafe RunningProgram(program, arguments) { files in
        if let standardOutput { unsafe posix_spawn_file_actions_adddup2(&files, standardOutput, 1) }
      }
    }.end()
  }

  /// Calls `body` while relative paths of this process begin in the folder, if there is one.
  private static func inFolder<Result>(
    _ folder: String?, _ body: () throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    guard let folder else { return try body() }
    let before = unsafe open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard before >= 0, unsafe chdir(folder) == 0 else {
      throw Diagnostic(.programFailed, "cannot enter \(folder): \(Files.words(for: errno))")
    }
    defer {
      _ = fchdir(before)
      close(before)
    }
    return try body()
  }
}

/// What tells whether a file was written since: where it lies on the disk, its size, and its times.
package struct FileState: Hashable, Sendable {
  private let device, node, size, modifiedSeconds, modifiedNanoseconds, changedSeconds, changedNanoseconds: Int64

  /// When its content was last written.
  package var modified: Timestamp { Timestamp(seconds: modifiedSeconds) }

  /// The state of a regular file; nil when there is none. Symbolic links are followed.
  package init?(of path: String) {
    var status = stat()
    guard !path.isEmpty, !path.utf8.contains(0), unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    (device, node, size) = (
      Int64(bitPattern: UInt64(status.st_dev)), Int64(bitPattern: UInt64(status.st_ino)), Int64(status.st_size)
    )
    (modifiedSeconds, modifiedNanoseconds) = (Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec))
    (changedSeconds, changedNanoseconds) = (Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec))
  }
}
