import System

extension Input {
  /// The lines of the file, where a backslash at the end of a line joins it with the next one. Lines that begin with `#`
  /// are taken out first, so a comment ends nothing.
  var joinedLines: [(lines: ClosedRange<Int>, text: Bytes)] {
    var joined: [(lines: ClosedRange<Int>, text: Bytes)] = []
    var (start, pending) = (1, [UInt8]())
    for line in lines {
      if pending.isEmpty { start = line.number }
      if line.text.first != UInt8(ascii: "#") { pending += line.text }
      if pending.last == UInt8(ascii: "\\") {
        pending[pending.count - 1] = 0x20
      } else if !pending.isEmpty {
        joined.append((start...line.number, pending[...]))
        pending = []
      }
    }
    if !pending.isEmpty { joined.append((start...max(start, lines.count), pending[...])) }
    return joined
  }
}
