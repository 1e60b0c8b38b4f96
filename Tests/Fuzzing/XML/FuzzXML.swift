import Documents
import Model

@_cdecl("FuzzXML_main")
package func runXML(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var (count, arguments) = (count, arguments)
  return runFuzzer(&count, &arguments, readXML)
}

@_cdecl("LLVMFuzzerTestOneInput")
package func readXML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  feed(start, count) { input throws(Diagnostic) in walk(try XMLDocument(input).root) }
}

private func walk(_ element: XMLElement) {
  _ = (element.text, element.attributeNames.map(element.attribute), element.position)
  element.children().forEach(walk)
}
