import Documents
import FoundationEssentials
import Glibc
import Model

// bench-sarif READER FILE TIMES: reads the SARIF log from memory so many times; prints the median speed in MB a CPU second, and
// the sum by which two readers are seen to have taken the same.
//
//   check      Gatehouse's reader: UTF-8, grammar and duplicate names are checked, every value is found; nothing is taken
//   take       the same, and the fields of `Log` taken out as Swift strings
//   decoder    Foundation's JSONDecoder, which makes the same `Log`

let words = CommandLine.arguments
guard words.count == 4, let times = Int(words[3]), times > 0 else {
  fatalError("usage: bench-sarif check|take|decoder FILE TIMES")
}
let input = try Files.read(words[2])
let data = words[1] == "decoder" ? Data(input.bytes) : Data()

func read() throws -> Int {
  switch words[1] {
  case "check": try JSONDocument(input).root.list("runs").count
  case "take": try Log(JSONDocument(input).root).sum
  default: try JSONDecoder().decode(Log.self, from: data).sum
  }
}

var (seconds, sum) = ([Double](), 0)
for _ in 0..<times {
  let start = clock()
  sum = try read()
  seconds.append(Double(clock() - start) / 1e6)
}
seconds.sort()
print(Double(input.bytes.count) / 1e6 / seconds[times / 2], sum)
