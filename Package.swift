// swift-tools-version: 6.2
import PackageDescription

// Three floors. The ground (the C libraries, Model, Documents) knows nothing above it; a room stands on the ground and
// knows no other room; only the roof (Pipeline) knows the rooms. docs/architecture.md draws it.

/// `make fuzz` alone builds the programs of libFuzzer, and what they run with its marks.
let isFuzzing = Context.environment["GATEHOUSE_FUZZ"] != nil

let strict: [SwiftSetting] =
  [.strictMemorySafety(), .treatAllWarnings(as: .error), .enableExperimentalFeature("Lifetimes")]
  + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

/// A floor or a room of the house.
func room(
  _ name: String, on ground: [Target.Dependency], settings: [SwiftSetting] = [], links: [LinkerSetting] = []
) -> Target {
  .target(name: name, dependencies: ground, swiftSettings: strict + settings, linkerSettings: links)
}

/// The tests of one room, with the folder of fixtures beside them.
func tests(of name: String, using more: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + more,
    exclude: ["Fixtures"], swiftSettings: [.treatAllWarnings(as: .error)])
}

/// `make static` links all C libraries from archives; libgit2's asks for Kerberos, which has none, and libxml2's for ICU,
/// which nothing here needs.
let isStatic = Context.environment["GATEHOUSE_STATIC"] != nil

let feeding = Target.target(
  name: "Feeding", dependencies: ["Model", "Documents", "Evidence"], path: "Tests/Fuzzing/Feeding",
  swiftSettings: [.unsafeFlags(["-sanitize=fuzzer"])])

/// Feeds one framing with what libFuzzer makes up; the library brings the `main`.
func fuzzing(_ framing: String) -> Target {
  .executableTarget(
    name: "Fuzz\(framing)", dependencies: ["Model", "Documents", "Feeding"], path: "Tests/Fuzzing/\(framing)",
    swiftSettings: [.unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
}

let package = Package(
  name: "gatehouse",
  products: [.executable(name: "gatehouse", targets: ["gatehouse"])],
  dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")],
  targets: [
    // Ground
    .systemLibrary(name: "Clibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(name: "Clibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "Clibxml2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "Clibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "NoKerberos"),
    .target(name: "NoICU"),
    room("Model", on: []),
    room("Documents", on: ["Model", "Clibyaml", "Clibxml2", "Clibcrypto"] + (isStatic ? ["NoICU"] : [])),

    // Rooms
    room(
      "Git", on: ["Clibgit2"] + (isStatic ? ["NoKerberos"] : []),
      settings: [.enableUpcomingFeature("InternalImportsByDefault")], links: isStatic ? [] : [.linkedLibrary("z")]),
    room("Ownership", on: ["Model", "Documents"]),
    room("Evidence", on: ["Model", "Documents"]),
    room("Correlation", on: ["Model", "Documents"]),
    room("Policies", on: ["Model", "Documents"]),
    room("Reports", on: ["Model", "Documents"]),

    // Roof and door
    room("Pipeline", on: ["Model", "Documents", "Git", "Ownership", "Evidence", "Correlation", "Policies", "Reports"]),
    .executableTarget(
      name: "gatehouse",
      dependencies: [
        "Pipeline", "Reports", "Documents", "Model", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: [.treatAllWarnings(as: .error)]),
    tests(of: "Model", using: ["Documents"]),
    tests(of: "Documents", using: ["Model"]),
    tests(of: "Git"),
    tests(of: "Ownership", using: ["Model", "Documents"]),
    tests(of: "Evidence", using: ["Model", "Documents"]),
    tests(of: "Correlation", using: ["Model", "Documents", "Evidence"]),
    tests(of: "Policies", using: ["Model", "Documents"]),
    tests(of: "Reports", using: ["Model", "Documents"]),
    tests(
      of: "Pipeline", using: ["Model", "Documents", "Policies", "Evidence", "Correlation", "Ownership", "Reports"]),
    .testTarget(
      name: "EndToEndTests", dependencies: ["gatehouse", "TestSupport"], exclude: ["Fixtures"],
      swiftSettings: [.treatAllWarnings(as: .error)]),
  ] + (isFuzzing ? [feeding] + ["JSON", "XML", "CSV"].map(fuzzing) : []),
  swiftLanguageModes: [.v6]
)

// Only `make bench` builds it: it compares the JSON reader with Foundation's, which nothing else here needs.
if Context.environment["GATEHOUSE_BENCH"] != nil {
  package.targets.append(
    .executableTarget(name: "bench-sarif", dependencies: ["Documents", "Model"], path: "bench/sarif"))
}
