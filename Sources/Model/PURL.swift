/// A package URL. Written by the room that owns its law; see `PURL.init(_:)`.
package struct PURL: Hashable, Sendable {
  package var type: String
  package var namespace: String?
  package var name: String
  package var version: String?
  package var qualifiers: [String: String]
  package var subpath: String?
}
