import Interning

// The pools of the values that many observations share, and the arena of findings.

extension Timestamp: Pooled { public static let pool = ValuePool<Timestamp>() }
extension Component: Pooled { public static let pool = ValuePool<Component>() }
extension Scan: Pooled { public static let pool = ValuePool<Scan>() }
extension LineOrigin: Pooled { public static let pool = ValuePool<LineOrigin>() }
extension ReachabilityEvidence: Pooled { public static let pool = ValuePool<ReachabilityEvidence>() }
extension Owners: Pooled { public static let pool = ValuePool<Owners>() }
extension Move: Pooled { public static let pool = ValuePool<Move>() }
extension NewnessResult: Pooled { public static let pool = ValuePool<NewnessResult>() }
extension VEXAssessment: Pooled { public static let pool = ValuePool<VEXAssessment>() }
extension Arrival: Pooled { public static let pool = ValuePool<Arrival>() }

extension Finding: ArenaValue { public static let arena = Arena<Finding>() }

extension CVSSRating: InternableElement {
  public static let lists = ListPool<CVSSRating>()
  public func hashed(with hash: ListHash) -> UInt64 {
    let words = UInt64($version.number) << 32 | UInt64($vector.number)
    return hash.combined(hash.combined(words, UInt64($source.number)), score.map { ($0 + 0).bitPattern } ?? 1)
  }
}

extension Location: InternableElement {
  public static let lists = ListPool<Location>()
  public func hashed(with hash: ListHash) -> UInt64 {
    let place = UInt64($path.number) << 32 | UInt64(truncatingIfNeeded: startLine ?? -1) & 0xFFFF_FFFF
    let other = UInt64($resource.number) << 32 | UInt64($url.number)
    return hash.combined(hash.combined(place, other), UInt64(truncatingIfNeeded: startColumn ?? -1))
  }
}

extension Fingerprint: InternableElement {
  public static let lists = ListPool<Fingerprint>()
  public func hashed(with hash: ListHash) -> UInt64 { UInt64(name) << 32 | UInt64(value) }
}

extension ReachabilityEvidence: InternableElement {
  public static let lists = ListPool<ReachabilityEvidence>()
  public func hashed(with hash: ListHash) -> UInt64 { UInt64(truncatingIfNeeded: hashValue) }
}
