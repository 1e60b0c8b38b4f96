import Documents
import Model

@_cdecl("FuzzCSV_main")
package func runCSV(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var (count, arguments) = (count, arguments)
  return runFuzzer(&count, &arguments, readCSV)
}

@_cdecl("LLVMFuzzerTestOneInput")
package func readCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  feed(start, count) { input throws(Diagnostic) in
    let table = try CSVTable(input)
    for row in table.rows { for name in table.header { _ = (row[name.lowercased()], row.position) } }
  }
}
