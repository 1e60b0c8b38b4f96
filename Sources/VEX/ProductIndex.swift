import Interning
import Model
import PackageURL

/// Finds the statements that may be about a product on a path, so that not every statement is compared with every package.
struct ProductIndex: Sendable {
  /// Statements about one package, by the version that they state.
  private struct Versions {
    var all: [Int] = []
    var ofAnyVersion: [Int] = []
    var byVersion: [InternedString: [Int]] = [:]
  }

  private var byPackage: [InternedString: Versions] = [:]
  private var byIdentifier: [ExactText: [Int]] = [:]
  private var byHash: [String: [Int]] = [:]
  /// By the last segment of the name of an image. Only statements that withdraw others are looked up so.
  private var byImage: [ExactText: [Int]] = [:]

  init(_ statements: [Statement]) {
    for (position, statement) in statements.enumerated() {
      for product in statement.products {
        add(product, position)
        if !statement.status.suppresses {
          for image in product.images { byImage[image.last, default: []].append(position) }
        }
      }
    }
  }

  private mutating func add(_ product: Statement.Product, _ position: Int) {
    for purl in product.purls {
      byPackage[purl.packageKey, default: Versions()].all.append(position)
      if purl.version == nil {
        byPackage[purl.packageKey]?.ofAnyVersion.append(position)
      } else {
        byPackage[purl.packageKey]?.byVersion[purl.versionedKey, default: []].append(position)
      }
    }
    for identifier in product.identifiers { byIdentifier[ExactText(identifier), default: []].append(position) }
    for hash in product.hashes { byHash[hash, default: []].append(position) }
  }

  /// The positions of the statements, in ascending order. Others name no product on the path, and none that may be one.
  func positions(naming path: [Statement.Product]) -> [Int] {
    var found: Set<Int> = []
    for product in path {
      for purl in product.purls {
        guard let versions = byPackage[purl.packageKey] else { continue }
        guard purl.version != nil else {
          found.formUnion(versions.all)
          continue
        }
        found.formUnion(versions.ofAnyVersion)
        found.formUnion(versions.byVersion[purl.versionedKey] ?? [])
      }
      for identifier in product.identifiers { found.formUnion(byIdentifier[ExactText(identifier)] ?? []) }
      for hash in product.hashes { found.formUnion(byHash[hash] ?? []) }
      if !byImage.isEmpty { for image in product.images { found.formUnion(byImage[image.last] ?? []) } }
    }
    return found.sorted()
  }
}
