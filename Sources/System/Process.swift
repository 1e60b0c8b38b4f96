import CArguments
import Glibc
package import Model

// Access to the clock, the environment and the terminal. Only the command-line program uses it; other modules take
// values.

extension Timestamp {
  /// The current time of the system clock. The command-line program reads it once; all other code takes the time as an
  /// argument.
  package static var current: Timestamp { Timestamp(seconds: Int64(time(nil))) }
}

/// The arguments of the process without the name of the program; also where `/proc`, which Swift's `CommandLine` reads, is
/// not mounted.
package func commandLineArguments() -> [String] {
  var found: [String] = []
  guard var entry = unsafe program_arguments() else { return found }
  while let text = unsafe entry.pointee {
    unsafe found.append(String(cString: text))
    unsafe entry += 1
  }
  return Array(found.dropFirst())
}

/// The environment of the process. When a name is set twice, the first value counts, as with `getenv`.
package func environmentVariables() -> [String: String] {
  var found: [String: String] = [:]
  var entry = unsafe environ
  while let text = unsafe entry.pointee {
    let parts = unsafe String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, found[String(parts[0])] == nil { found[String(parts[0])] = String(parts[1]) }
    unsafe entry += 1
  }
  return found
}

/// The value of an environment variable; nil when it is unset or empty.
package func variable(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  let text = unsafe String(cString: value)
  return text.isEmpty ? nil : text
}

/// Whether a file descriptor is a terminal.
package func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// Whether a file descriptor is a file with bytes of its own, and not a pipe, a device or a socket.
package func isRegularFile(_ descriptor: Int32) -> Bool {
  var status = stat()
  return unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// The width of a terminal in columns; nil when the descriptor is not a terminal.
package func terminalColumns(_ descriptor: Int32) -> Int? {
  var size = winsize()
  guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}

/// Ends the process with an exit status. Output is unbuffered, so there is nothing to flush.
package func leave(_ status: Int32) -> Never { exit(status) }
