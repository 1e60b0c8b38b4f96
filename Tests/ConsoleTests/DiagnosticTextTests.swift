import Console
import Documents
import Foundation
import Model
import System
import TestSupport
import Testing

struct DiagnosticTextTests {
  @Test func `diagnostics are rendered as the golden file shows`() throws {
    let text = samples.map { $0.rendered() }.joined(separator: "\n")
    try expectGolden(text, fixtures().appending(path: "diagnostics.golden"))
    #expect(text == text.neutralized(keepingLines: true))
    #expect(text.split(separator: "\n").filter { $0.contains(" | ") }.allSatisfy { $0.count <= 100 })
  }

  @Test func `colour repeats what the words say`() throws {
    for sample in samples {
      let plain = sample.rendered(.coloured).replacing(try Regex("\u{1b}\\[[0-9;]*m"), with: "")
      #expect(plain == sample.rendered())
    }
  }

  private var samples: [Diagnostic] {
    let policy = Input(
      name: "policies/payments.yaml", bytes: Array("a: 1\n    until: 2026-08-10\n\tt\t日本: \u{1b}[2J x\n".utf8))
    let long = String(repeating: "lorem ipsum ", count: 2000)
    let report = Input(name: "a.json", bytes: Array("[\"\(long)\", oops, \"\(long)\"]".utf8))
    let middle = Input(name: "b.json", bytes: Array("{\"a\": \"\(long.prefix(300))\" \"b\"}".utf8))
    var waiver = policy.diagnostic(
      .waiverExpired, "the waiver for CVE-2021-44228 ended 12 days ago", at: 16, length: 10,
      help: "upgrade log4j-core to 2.17.1, or renew the waiver with a new reason")
    waiver.because = ["owners @acme/payments have one High finding past its deadline"]
    var warning = policy.diagnostic(
      DiagnosticCode("policy-unknown-key", ""), "tabs and wide characters", at: 34, length: 3)
    warning.severity = .warning
    let note = Diagnostic(
      .policyMissing, "no policy at \u{1b}]0;x", severity: .note, at: SourcePosition(file: "a\nb"), help: "run init")
    return [
      waiver, warning, policy.diagnostic(.yamlInvalid, "an escape sequence", at: 36, length: 4),
      policy.diagnostic(.yamlInvalid, "the end of a line", at: 26), note,
      Diagnostic(DiagnosticCode("usage", ""), "nothing to judge"),
    ] + [report, middle].compactMap { refusal($0.bytes, named: $0.name) }
      + ["[1,]", "{\"a\":1,\n \"\\u0061\":2}", "{\"runs\": [\n", "\u{feff}{'a'}"].compactMap {
        refusal(Array($0.utf8), named: "c.json")
      }
  }
}

/// The complaint about bytes that are not JSON.
private func refusal(_ bytes: [UInt8], named name: String) -> Diagnostic? {
  do throws(Diagnostic) {
    _ = try JSONDocument(Input(name: name, bytes: bytes))
    return nil
  } catch { return error }
}
