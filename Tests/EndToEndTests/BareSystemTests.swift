import Foundation
import TestSupport
import Testing

/// A bare chroot or container may lack what the program takes for granted elsewhere.
@Suite struct BareSystemTests {
  /// Swift knows the arguments of a process from `/proc` only.
  @Test(.enabled(if: BareSystemTests.canHideProc, "this system lets nobody mount over /proc"))
  func `without proc the program knows its arguments, and the verdict is the same`() throws {
    let shop = try PageRepository.make(.shop)
    let check = "gatehouse check --base refs/heads/main --head refs/heads/change reports/"
    let there = try shop.sh(check)
    let bare = try shop.sh("\(Self.hiding) \(check)")
    #expect((bare.status, bare.output) == (1, there.output), "\(bare.errors)")
    #expect(try shop.sh("\(Self.hiding) gatehouse --verzion").status == 2)
  }

  /// With `/proc` a file on standard input is refused if git tracks it. Without, any file is, and a pipe counts as ever.
  @Test(.enabled(if: BareSystemTests.canHideProc, "this system lets nobody mount over /proc"))
  func `without proc a file on standard input proves nothing`() throws {
    let shop = try PageRepository.make(.shop)
    let check = "\(Self.hiding) gatehouse check --base refs/heads/main --head refs/heads/change --format json -"
    let why = "without /proc nobody can tell whether git tracks it"
    for (command, isRefused) in [
      ("<reports/bandit.json \(check)", true), ("cat reports/bandit.json | \(check)", false),
    ] {
      let outcome = try shop.sh(command)
      #expect(outcome.output.contains(why) == isRefused, "\(command): \(outcome.output)\(outcome.errors)")
      #expect(!isRefused || outcome.status == 2)
    }
  }

  /// Runs the command behind it with an empty `/proc`.
  private static let hiding = #"unshare -rm sh -c 'mount -t tmpfs none /proc && exec "$@"' hiding"#

  private static let canHideProc = (try? run("/bin/sh", ["-c", "\(hiding) true"]).status) == 0
}
