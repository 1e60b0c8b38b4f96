import Documents
import Evidence
import Model
import Reports
import System

/// Reads what libFuzzer made up, once by `read`, the reader of one framing, and once as a report. Whatever it is, it is refused
/// with a place, or what is said of it is JSON that can be read again.
package func feed(
  _ start: UnsafePointer<UInt8>?, _ count: Int, to read: (Input) throws(Diagnostic) -> Void
) -> CInt {
  let input = Input(name: "made-up", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  expectPlace { () throws(Diagnostic) in try read(input) }
  expectPlace { () throws(Diagnostic) in
    let report = try readReport(input)
    var writer = JSONWriter()
    for observation in report.observations { writer.observation(observation) }
    for complaint in report.failures + report.warnings { _ = complaint.rendered() }
    do throws(Diagnostic) {
      _ = try JSONDocument(sequence: Input(name: "said", bytes: Array(writer.text.utf8)))
    } catch { fatalError("what is said of it is no JSON: \(error.text)") }
  }
  return 0
}

private func expectPlace(_ read: () throws(Diagnostic) -> Void) {
  do throws(Diagnostic) { try read() } catch {
    precondition(error.position != nil, "refused without a place: \(error.text)")
    _ = error.rendered()
  }
}

/// libFuzzer's own `main`: SwiftPM gives that of a program another name, which each of ours bears.
@_silgen_name("LLVMFuzzerRunDriver")
package func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ read: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
