import Model

/// The properties of a component as a document states them.
struct BOMComponentParts {
  let name: String?
  let group: String?
  var version: String?
  var purl: String?
  var isImage = false
  private var path: String?
  /// The occurrences of the evidence, which go before the path of a property.
  private var occurrences: [(path: String?, line: Int?)] = []
  private var layer: String?
  private var ecosystem: String?

  init(name: String?, group: String?) { (self.name, self.group) = (name, group) }

  /// Applies a property that Syft, Grype, Trivy or cdxgen define; ignores any other.
  mutating func apply(_ property: String?, _ value: String?) {
    guard let property, let value, !value.isEmpty else { return }
    switch property {
    case "syft:location:0:path", "aquasecurity:trivy:FilePath", "SrcFile": path = path ?? value
    case "syft:location:0:layerID", "aquasecurity:trivy:LayerDiffID": layer = value
    case "syft:package:type", "aquasecurity:trivy:PkgType": ecosystem = value
    default: break
    }
  }

  /// Adds an occurrence (`evidence.occurrences`). One without a place is where the property says.
  mutating func occurs(at path: String?, line: Int?) { occurrences.append((path, line)) }

  /// The component.
  ///
  /// - Parameters:
  ///   - image: the image that contains the component.
  ///   - purls: a cache for the purls of the document.
  func component(in image: String?, _ purls: StatedPURLs? = nil) -> BOMComponent {
    // Syft writes paths from the root of the image or folder: `/app/yarn.lock`.
    let isInside = image != nil || ecosystem != nil
    let name = name ?? purl ?? "unnamed"
    let full = purl == nil ? [group, name].compactMap { $0 }.joined(separator: "/") : name
    let place = { (path: String?, line: Int?) in
      Location(
        path: isInside ? path?.withoutLeadingSlash : path, startLine: line, image: isImage ? name : image, layer: layer)
    }
    let places = occurrences.map { place($0.path ?? path, $0.line) }
    return BOMComponent(
      component: Component(stated: purl, in: purls, ecosystem: ecosystem, name: full, version: version),
      location: places.first ?? place(path, nil), furtherPlaces: Array(places.dropFirst()))
  }
}
