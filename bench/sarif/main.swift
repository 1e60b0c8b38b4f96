import Documents
import FoundationEssentials
import Glibc
import Model

// bench-sarif READER FILE TIMES: reads a SARIF log from memory TIMES times, and prints the median speed in MB per CPU
// second and a checksum, which shows whether two readers have decoded the same values.
//
//   check      Gatehouse's reader: validates UTF-8, the grammar and duplicate names, and decodes nothing
//   take       Gatehouse's reader, and decodes the fields of `Log` as Swift strings
//   decoder    Foundation's JSONDecoder, which decodes `Log`

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
