import Model
import System
import TestSupport
import Testing

@testable import Evidence

/// Paths of results below a folder in which the repository is checked out.
@Suite struct CheckoutTests {
  private func path(
    _ written: String, roots: [String] = [], folder: String? = nil, checkouts: [String] = ["/builds/acme/shop"]
  ) -> String? {
    var resolver = PathResolver(roots: roots, folder: folder, checkouts: checkouts)
    var location = Location(path: written)
    resolver.resolve(&location)
    return location.path
  }

  @Test(
    arguments: [
      ("/builds/acme/shop/src/a.py", "src/a.py"), ("file:///builds/acme/shop/src/a.py", "src/a.py"),
      ("/builds/acme/shop/src/../b.py", "b.py"), ("src/a.py", "src/a.py"), ("/builds/acme/shopping/a.py", nil),
      ("/builds/acme/shop/../x.py", nil), ("/builds/acme/shop", nil), ("/etc/passwd", nil),
    ] as [(String, String?)])
  func `an absolute path into a checkout is a path of the repository`(_ written: String, _ expected: String?) {
    #expect(path(written) == expected)
  }

  @Test func `the folder that a scanner ran in does not come before a path into a checkout`() {
    #expect(path("/builds/acme/shop/services/pay/a.py", folder: "services/pay") == "services/pay/a.py")
    #expect(path("a.py", folder: "services/pay") == "services/pay/a.py")
  }

  @Test func `a checkout says nothing about paths in an image`() {
    var resolver = PathResolver(roots: [], checkouts: ["/app"])
    var location = Location(path: "/app/lib/a.jar", image: "shop:1")
    resolver.resolve(&location)
    #expect(location.path == nil)
  }

  @Test(arguments: ["/builds/w/r", "/builds/w/x/../r", "/builds/./w//r/", "/builds/w/r/."])
  func `a root is the folder that its name leads to`(_ root: String) {
    #expect(path("/builds/w/r/src/a.py", roots: [root], checkouts: []) == "src/a.py")
    #expect(path("/builds/w/rr/src/a.py", roots: [root], checkouts: []) == nil)
  }
}
