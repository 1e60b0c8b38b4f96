import Foundation

extension Forge {
  /// Puts the archive of a release where jobs download it, and gives the lines of its SHA256SUMS. Its program runs the one that
  /// was built, so the archive has the same bytes everywhere.
  func publishRelease(_ version: String) throws -> String {
    let place = "home/server/github.com/gatehouse-dev/gatehouse/releases/download/v\(version)"
    return try sh(
      """
      mkdir -p '\(place)' tmp/gatehouse-\(version)/bin
      cp home/tools/release/gatehouse tmp/gatehouse-\(version)/bin/
      archive='\(place)/gatehouse-\(version)-linux-x86_64.tar.gz'
      tar -C tmp --sort=name --format=ustar --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=755 \
        -cf - gatehouse-\(version) | gzip -n >"$archive"
      cp "$archive" '\(place)/gatehouse-\(version)-linux-aarch64.tar.gz'
      cd '\(place)' && sha256sum *.tar.gz
      """, in: folder) + "\n"
  }
}
