import Foundation

/// What a finished program left behind.
package struct ProgramResult: Sendable {
  package let status: Int32
  package let output: String
  package let errors: String
}

/// Runs a program to its end. The environment is only what is given, so no test depends on the machine's.
@discardableResult
package func run(
  _ program: String, _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
  input: Data? = nil
) throws -> ProgramResult {
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  process.currentDirectoryURL = folder
  process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"].merging(environment) { $1 }
  let files = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: files) }
  // Files, not pipes: a program that says more than a pipe holds would wait for ever.
  let names = ["in", "out", "err"].map { files.appending(path: $0) }
  for (name, data) in zip(names, [input ?? Data(), Data(), Data()]) { try data.write(to: name) }
  process.standardInput = try FileHandle(forReadingFrom: names[0])
  process.standardOutput = try FileHandle(forWritingTo: names[1])
  process.standardError = try FileHandle(forWritingTo: names[2])
  try process.run()
  process.waitUntilExit()
  let said = try names[1...].map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
  // A signal is never an answer: it must not be mistaken for an exit code.
  let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
  return ProgramResult(status: status, output: said[0], errors: said[1])
}

/// Runs the built `gatehouse`.
@discardableResult
package func gatehouse(
  _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:], input: Data? = nil
) throws -> ProgramResult {
  try run(gatehousePath, arguments, in: folder, environment: environment, input: input)
}

/// The binary that this test run was built with, which lies beside the test bundle; another one with GATEHOUSE_BINARY, such as
/// that of a release.
package let gatehousePath: String = {
  if let named = ProcessInfo.processInfo.environment["GATEHOUSE_BINARY"] { return named }
  let beside =
    Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    ?? URL(filePath: CommandLine.arguments[0])
  return beside.deletingLastPathComponent().appending(path: "gatehouse").path
}()
