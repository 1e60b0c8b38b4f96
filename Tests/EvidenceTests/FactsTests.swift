import Evidence
import Foundation
import Model
import System
import TestSupport
import Testing

/// What `--list-formats` says that a format can say is what its fixtures say: each fact is shown by one of them, and none is
/// shown that is not told.
@Suite struct Facts {
  @Test(arguments: Format.all.map(\.name))
  func `a format says what its fixtures say`(name: String) throws {
    let format = try #require(Format.all.first { $0.name == name })
    var said: Set<Format.Capability> = []
    for example in try folders(in: fixtures().appending(path: name)) {
      let files = try FileManager.default.contentsOfDirectory(atPath: example.path)
      let file = try #require(files.first { $0.hasPrefix("report.") })
      let bytes = Array(try Data(contentsOf: example.appending(path: file)))
      // Some fixtures are there to be refused.
      guard let report = try? readReport(Input(name: file, bytes: bytes)) else { continue }
      for observation in report.observations {
        said.formUnion(
          Format.Capability.allCases.filter {
            $0.isStated(by: observation) && !($0 == .resource && isPath(observation))
          })
      }
    }
    #expect(!format.provides.isEmpty)
    #expect(words(said.subtracting(format.provides)) == [], "fixtures say it, `carries` does not")
    #expect(words(format.provides.subtracting(said)) == [], "`carries` says it, no fixture does")
  }

  /// A path outside of the repository is kept as the resource, by the house and not by the format.
  private func isPath(_ observation: Observation) -> Bool {
    guard observation.location.path == nil, let resource = observation.location.resource else { return false }
    return ["/", "C:", "../"].contains { resource.hasPrefix($0) || resource.contains(" in \($0)") }
  }

  private func words(_ facts: Set<Format.Capability>) -> [String] { facts.map(\.rawValue).sorted() }
}
