import Model

/// What a document says of a component, before it is put together.
struct BOMComponentParts {
  let name: String?
  let group: String?
  var version: String?
  var purl: String?
  var isImage = false
  var path: String?
  var line: Int?
  private var layer: String?
  private var ecosystem: String?

  init(name: String?, group: String?) { (self.name, self.group) = (name, group) }

  /// Takes what the tools write as properties of their own: Syft and Grype, Trivy, cdxgen.
  mutating func learn(_ property: String?, _ value: String?) {
    guard let property, let value, !value.isEmpty else { return }
    switch property {
    case "syft:location:0:path", "aquasecurity:trivy:FilePath", "SrcFile": path = path ?? value
    case "syft:location:0:layerID", "aquasecurity:trivy:LayerDiffID": layer = value
    case "syft:package:type", "aquasecurity:trivy:PkgType": ecosystem = value
    default: break
    }
  }

  /// - Parameter image: the image that the component around it is.
  func component(in image: String?, _ purls: StatedPURLs? = nil) -> BOMComponent {
    // Syft's root is the image or the folder: `/app/yarn.lock` lies in it.
    let isInside = image != nil || ecosystem != nil
    let name = name ?? purl ?? "unnamed"
    let full = purl == nil ? [group, name].compactMap { $0 }.joined(separator: "/") : name
    return BOMComponent(
      component: Component(stated: purl, in: purls, ecosystem: ecosystem, name: full, version: version),
      location: Location(
        path: isInside ? path?.withoutLeadingSlash : path, startLine: line, image: isImage ? name : image, layer: layer)
    )
  }
}

extension BOMTarget {
  /// What is said of single versions; no status means affected.
  mutating func take(_ versions: [(version: String?, status: String?)]) {
    isUnaffected = !versions.isEmpty && versions.allSatisfy { $0.status == "unaffected" }
    if versions.count == 1 { version = versions[0].version }
  }
}
