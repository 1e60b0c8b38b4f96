import Documents
import Model

@_cdecl("FuzzJSON_main")
package func runJSON(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var (count, arguments) = (count, arguments)
  return runFuzzer(&count, &arguments, readJSON)
}

@_cdecl("LLVMFuzzerTestOneInput")
package func readJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  feed(start, count) { input throws(Diagnostic) in try walk(JSONDocument(records: input).root) }
}

private func walk(_ value: JSONValue) throws(Diagnostic) {
  _ = (value.bytes.count, value.scalar, value.integer, value.number)
  switch value.kind {
  case .object: for (key, inner) in try value.members() where value[member: key] != nil { try walk(inner) }
  case .array: for element in try value.elements() { try walk(element) }
  case .string, .number, .boolean, .null: break
  }
}
