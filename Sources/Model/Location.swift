import Interning

/// The location of a problem in what the scanner examined: source code, a running service, an image or a cloud account.
public struct Location: Hashable, Codable, Sendable {
  /// Relative to the repository root, with `/` as separator and without `.` and `..`; nil when there is no file.
  @InternedOptional public var path: String?
  @CompactInt public var startLine: Int?
  @CompactInt public var endLine: Int?
  @CompactInt public var startColumn: Int?
  /// The URL of a request, for DAST.
  @InternedOptional public var url: String?
  @InternedOptional public var method: String?
  @InternedOptional public var parameter: String?
  /// The name of a cloud or IaC resource: `aws_s3_bucket.logs`.
  @InternedOptional public var resource: String?
  /// The container image and the layer in it.
  @InternedOptional public var image: String?
  @InternedOptional public var layer: String?

  package init(
    path: String? = nil, startLine: Int? = nil, endLine: Int? = nil, startColumn: Int? = nil, url: String? = nil,
    method: String? = nil, parameter: String? = nil, resource: String? = nil, image: String? = nil, layer: String? = nil
  ) {
    (_path, _url, _method, _parameter) = (.init(path), .init(url), .init(method), .init(parameter))
    (_resource, _image, _layer) = (.init(resource), .init(image), .init(layer))
    (_startLine, _endLine, _startColumn) = (CompactInt(startLine), CompactInt(endLine), CompactInt(startColumn))
  }

  package init(path: InternedOptional<String>, startLine: Int? = nil, endLine: Int? = nil, startColumn: Int? = nil) {
    (_path, _url, _method, _parameter) = (path, .none, .none, .none)
    (_resource, _image, _layer) = (.none, .none, .none)
    (_startLine, _endLine, _startColumn) = (CompactInt(startLine), CompactInt(endLine), CompactInt(startColumn))
  }
}

extension Location: CustomStringConvertible {
  /// `path:line`, or else the URL, the resource or the image.
  public var description: String {
    guard let path else { return url ?? resource ?? image ?? "no place" }
    return startLine.map { String(of: path, ":", String($0)) } ?? path
  }
}

extension String {
  /// Interns the concatenation of the parts. It builds bytes instead of a `String`, because it
  /// may run once for each finding.
  package init(of parts: String...) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(parts.reduce(0) { $0 + $1.utf8.count })
    for part in parts { bytes += part.utf8 }
    self.init(decoding: bytes, as: UTF8.self)
  }
}
