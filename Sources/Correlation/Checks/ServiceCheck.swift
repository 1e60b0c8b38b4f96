import Interning
import Model

/// A check of a running service, under one name for all tools that make it.
enum ServiceCheck {
  /// The common name of an observation's check; nil when the check is not known to be shared.
  static func shared(_ one: Observation) -> InternedString? {
    guard one.kind == .dast || one.kind == .pentest else { return nil }
    // ZAP numbers the alerts of one rule: 10038-1.
    let rule = lowercasedASCII(one.ruleId)
    if one.scan.toolKey == "zap", let name = ofZAP[String(rule.split(separator: "-").first ?? "")] {
      // The other alerts of these rules are about headers that are set and weak.
      return rule.contains("-") && !rule.hasSuffix("-1") ? nil : name
    }
    if let name = ofTemplates[rule] { return name }
    if one.scan.toolKey.hasPrefix("burp"), let name = ofBurp[rule] { return name }
    let title = lowercasedASCII(one.ruleWords.wrappedValue)
    if let cookie = cookieFlags.first(where: { title.contains($0.words) && title.contains("cookie") }),
      absence.contains(where: title.contains) || title.contains("without")
    {
      return cookie.name
    }
    guard absence.contains(where: title.contains) else { return nil }
    return headers.first { title.contains($0.words) }?.name
  }

  /// ZAP's rules: https://www.zaproxy.org/docs/alerts/.
  private static let ofZAP = named([
    ("10010", "cookie/httponly"), ("10011", "cookie/secure"), ("10054", "cookie/samesite"),
    ("10020", "header/x-frame-options"), ("10021", "header/x-content-type-options"),
    ("10035", "header/strict-transport-security"), ("10038", "header/content-security-policy"),
    ("10063", "header/permissions-policy"),
  ])

  /// Burp Suite's issues that no title tells: https://portswigger.net/kb/issues ("Frameable response").
  private static let ofBurp = named([("5245344", "header/x-frame-options")])

  /// nuclei's templates: https://github.com/projectdiscovery/nuclei-templates/tree/main/http/misconfiguration.
  private static let ofTemplates = named(
    headers.map { ("http-missing-security-headers:\(header($0.name))", $0.name.wrappedValue) } + [
      ("http-missing-security-headers:permission-policy", "header/permissions-policy"),
      ("cookies-without-httponly", "cookie/httponly"), ("cookies-without-secure", "cookie/secure"),
    ])

  /// The headers that a missing one is named by in the messages of Burp Suite, nikto and others.
  private static let headers: [(words: String, name: InternedString)] = [
    ("content-security-policy-report-only", InternedString("header/content-security-policy-report-only")),
    ("content-security-policy", InternedString("header/content-security-policy")),
    ("content security policy", InternedString("header/content-security-policy")),
    ("strict-transport-security", InternedString("header/strict-transport-security")),
    ("strict transport security", InternedString("header/strict-transport-security")),
    ("x-frame-options", InternedString("header/x-frame-options")),
    ("anti-clickjacking header", InternedString("header/x-frame-options")),
    ("x-content-type-options", InternedString("header/x-content-type-options")),
    ("referrer-policy", InternedString("header/referrer-policy")),
    ("permissions-policy", InternedString("header/permissions-policy")),
    ("permissions policy", InternedString("header/permissions-policy")),
    ("x-xss-protection", InternedString("header/x-xss-protection")),
    ("cross-origin-opener-policy", InternedString("header/cross-origin-opener-policy")),
    ("cross-origin-embedder-policy", InternedString("header/cross-origin-embedder-policy")),
    ("cross-origin-resource-policy", InternedString("header/cross-origin-resource-policy")),
    ("expect-ct", InternedString("header/expect-ct")),
  ]

  private static let cookieFlags: [(words: String, name: InternedString)] = [
    ("httponly", InternedString("cookie/httponly")), ("http-only", InternedString("cookie/httponly")),
    ("samesite", InternedString("cookie/samesite")), ("secure flag", InternedString("cookie/secure")),
    ("secure attribute", InternedString("cookie/secure")),
  ]

  private static let absence = ["not set", "missing", "not present", "not defined", "not enforced", "not implemented"]

  private static func header(_ name: InternedString) -> String {
    String(name.wrappedValue.split(separator: "/").last ?? "")
  }

  private static func named(_ rows: [(String, String)]) -> [String: InternedString] {
    Dictionary(rows.map { ($0.0, InternedString($0.1)) }) { first, _ in first }
  }
}
