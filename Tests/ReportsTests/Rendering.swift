import Model
import Reports
import System

extension Reporter {
  /// The whole output in memory.
  func render(_ decision: Decision, _ canvas: Canvas) -> String {
    var sink = ByteSink()
    render(decision, canvas, into: &sink)
    return String(decoding: sink.bytes, as: UTF8.self)
  }
}
