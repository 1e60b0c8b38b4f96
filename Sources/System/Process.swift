import Glibc
package import Model

// What Gatehouse asks the operating system besides files. Only the door calls these; the rooms get plain values.

extension Timestamp {
  /// Now, by the system's clock. Read once at the door: "now" is an argument everywhere else.
  package static var current: Timestamp { Timestamp(seconds: Int64(time(nil))) }
}

/// The process's environment; of a name that is set twice the first counts, as `getenv` has it.
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

/// One variable of the environment; nil when it is unset or empty.
package func variable(_ name: String) -> String? {
  guard let value = unsafe getenv(name) else { return nil }
  let text = unsafe String(cString: value)
  return text.isEmpty ? nil : text
}

package func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// The width of the terminal behind a descriptor; nil when there is none.
package func terminalColumns(_ descriptor: Int32) -> Int? {
  var size = winsize()
  guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
  return Int(size.ws_col)
}

/// Ends the process. Nothing is flushed here: what is written is written at once.
package func leave(_ status: Int32) -> Never { exit(status) }
