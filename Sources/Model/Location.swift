/// Where a problem *is*, in the world the scanner looked at: source code, a running service, an image, a cloud account.
package struct Location: Hashable, Sendable {
  /// Relative to the repository root, `/` between parts, no `.` or `..`; nil where there is no file.
  package var path: String?
  package var startLine: Int?
  package var endLine: Int?
  package var startColumn: Int?
  /// DAST (CONTRACT: location.url, method, parameter).
  package var url: String?
  package var method: String?
  package var parameter: String?
  /// A cloud or IaC resource: `aws_s3_bucket.logs`.
  package var resource: String?
  /// A container image and the layer in it.
  package var image: String?
  package var layer: String?

  package init(
    path: String? = nil, startLine: Int? = nil, endLine: Int? = nil, startColumn: Int? = nil, url: String? = nil,
    method: String? = nil, parameter: String? = nil, resource: String? = nil, image: String? = nil, layer: String? = nil
  ) {
    (self.path, self.startLine, self.endLine, self.startColumn) = (path, startLine, endLine, startColumn)
    (self.url, self.method, self.parameter) = (url, method, parameter)
    (self.resource, self.image, self.layer) = (resource, image, layer)
  }
}

extension Location: CustomStringConvertible {
  /// `path:line`, else the URL, resource or image.
  package var description: String {
    if let path { return startLine.map { "\(path):\($0)" } ?? path }
    return url ?? resource ?? image ?? "no place"
  }
}
