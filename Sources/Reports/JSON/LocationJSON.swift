import Documents
import Model

// JSON encodings of the types that observations, findings and decisions share.

extension JSONWriter {
  mutating func members(of component: Component) {
    field("purl", component.purl?.description)
    field("ecosystem", component.ecosystem)
    field("name", component.name)
    field("version", component.version)
  }

  mutating func members(of location: Location) {
    field("path", location.path)
    field("startLine", location.startLine)
    field("endLine", location.endLine)
    field("startColumn", location.startColumn)
    field("url", location.url)
    field("method", location.method)
    field("parameter", location.parameter)
    field("resource", location.resource)
    field("image", location.image)
    field("layer", location.layer)
  }

  mutating func members(of position: SourcePosition) {
    field("file", position.file)
    field("pointer", position.pointer)
    field("line", position.line)
    field("column", position.column)
  }

  mutating func members(of diagnostic: Diagnostic) {
    field("code", diagnostic.code.name)
    field("severity", diagnostic.severity.rawValue)
    field("text", diagnostic.text)
    object("at", diagnostic.position) { $0.members(of: $1) }
    if !diagnostic.because.isEmpty { field("because", diagnostic.because) }
    field("help", diagnostic.help)
  }

  mutating func numbers(_ name: String, _ numbers: some Sequence<Int>) {
    array(name) { json in for number in numbers { json.value(number) } }
  }
}
