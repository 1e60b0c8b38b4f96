// swift-tools-version: 6.2
import PackageDescription

// Layers that only look down: a module stands on the foundation and knows no other module; only the pipeline knows several.
// docs/architecture.md draws them, and the compiler holds them (--explicit-target-dependency-import-check error).

/// `make fuzz` alone builds the programs of libFuzzer, and what they run with its marks.
let isFuzzing = Context.environment["GATEHOUSE_FUZZ"] != nil

let strict: [SwiftSetting] =
  [.strictMemorySafety(), .treatAllWarnings(as: .error), .enableExperimentalFeature("Lifetimes")]
  + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

/// C types and other imports cannot leave a target unless a file says `package import`.
let isolatesImports = SwiftSetting.enableUpcomingFeature("InternalImportsByDefault")

/// A target of the foundation, a module or the pipeline.
func module(
  _ name: String, on dependencies: [Target.Dependency], resources: [Resource]? = nil,
  settings: [SwiftSetting] = [], links: [LinkerSetting] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, resources: resources, swiftSettings: strict + settings,
    linkerSettings: links)
}

/// `make test` runs the tests on optimised sources. Tests that call those need no optimiser, which would build them for minutes.
let testing: [SwiftSetting] = [
  .treatAllWarnings(as: .error), .unsafeFlags(["-Onone"], .when(configuration: .release)),
]

/// The tests of one target; a folder of fixtures beside them is no source.
func tests(of name: String, using more: [Target.Dependency] = [], hasFixtures: Bool = false) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name), "TestSupport"] + more,
    exclude: hasFixtures ? ["Fixtures"] : [], swiftSettings: testing)
}

/// `make static` links all C libraries from archives; libgit2's asks for Kerberos, which has none, and libxml2's for ICU,
/// which nothing here needs.
let isStatic = Context.environment["GATEHOUSE_STATIC"] != nil

let feeding = Target.target(
  name: "Feeding", dependencies: ["Model", "Documents", "Evidence", "Reports"], path: "Tests/Fuzzing/Feeding",
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
  products: [
    .executable(name: "gatehouse", targets: ["gatehouse"]),
    .library(name: "GatehouseKit", targets: ["GatehouseKit"]),
  ],
  dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")],
  targets: [
    // C libraries, each imported by one target
    .systemLibrary(name: "Clibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(name: "Clibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "Clibxml2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "Cmalloc"),
    .systemLibrary(name: "Clibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CArguments"),
    .target(name: "KerberosStub"),
    .target(name: "ICUStub"),
    .target(name: "TLSStub"),
    .target(name: "MathStub"),

    // Foundation
    module("Interning", on: []),
    module("Patterns", on: []),
    module("PackageURL", on: ["Interning", "Patterns"]),
    module("Model", on: ["Interning", "PackageURL", "Patterns"]),
    module(
      "System", on: ["Interning", "Model", "Clibcrypto", "Cmalloc", "CArguments"] + (isStatic ? ["MathStub"] : []),
      settings: [isolatesImports]),
    module("Console", on: ["Model"]),
    module(
      "Documents",
      on: ["Interning", "Model", "System", "Console", "Clibyaml", "Clibxml2"] + (isStatic ? ["ICUStub"] : []),
      settings: [isolatesImports]),
    module("Settings", on: ["PackageURL", "Patterns", "Model", "System", "Console", "Documents"]),
    module(
      "Expressions",
      on: ["Interning", "PackageURL", "Patterns", "Model", "Documents", "Settings"]),

    // Modules
    module(
      "Git", on: ["Interning", "Model", "System", "Clibgit2"] + (isStatic ? ["KerberosStub", "TLSStub"] : []),
      settings: [isolatesImports], links: isStatic ? [] : [.linkedLibrary("z")]),
    module("Ownership", on: ["Interning", "Patterns", "Model", "System"]),
    module(
      "Evidence", on: ["Interning", "PackageURL", "Model", "System", "Documents", "Settings"]),
    module("Manifests", on: ["Interning", "PackageURL", "Model", "System", "Documents"]),
    module("Risks", on: ["Interning", "Model", "System"]),
    module("VEX", on: ["Interning", "PackageURL", "Model", "System", "Console", "Documents"]),
    module("Correlation", on: ["Interning", "PackageURL", "Model", "System"]),
    module(
      "Policies",
      on: ["Interning", "PackageURL", "Patterns", "Model", "System", "Documents", "Settings", "Expressions"]),
    module("Ledger", on: ["Model", "System", "Documents"]),
    module("Reports", on: ["Interning", "PackageURL", "Model", "System", "Console", "Documents", "Expressions"]),

    // Pipeline and command line
    module(
      "Pipeline",
      on: [
        "Interning", "PackageURL", "Model", "System", "Console", "Documents", "Settings", "Expressions", "Git",
        "Ownership", "Evidence", "Manifests", "VEX", "Correlation", "Risks", "Policies", "Ledger", "Reports",
      ],
      // Files that `init` writes, as bytes of the program.
      resources: [.embedInCode("Setup/Templates")]),
    .executableTarget(
      name: "gatehouse",
      dependencies: [
        "Pipeline", "Reports", "Console", "System", "Model", "Documents",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // The library for other programs, and a program that uses it
    module(
      "GatehouseKit",
      on: [
        "Interning", "PackageURL", "Model", "System", "Console", "Ownership", "Evidence", "Correlation", "Risks",
        "Policies", "Reports", "Pipeline",
      ]),
    .executableTarget(
      name: "judge-reports", dependencies: ["GatehouseKit"], path: "examples/library", swiftSettings: strict),

    // Tests
    tests(of: "GatehouseKit"),
    .target(
      name: "TestSupport", dependencies: ["System"], path: "Tests/TestSupport", swiftSettings: testing),
    tests(of: "Interning", using: ["Model"]),
    tests(of: "PackageURL", using: ["Interning"]),
    tests(of: "Patterns"),
    tests(of: "Model", using: ["Interning"]),
    tests(of: "System", using: ["Model"], hasFixtures: true),
    tests(of: "Console", using: ["Model", "System", "Documents"], hasFixtures: true),
    tests(of: "Documents", using: ["Interning", "Model", "System", "Console"]),
    tests(of: "Git", using: ["Interning", "Model"]),
    tests(of: "Ownership", using: ["Model", "Patterns", "System"], hasFixtures: true),
    tests(
      of: "Evidence", using: ["Interning", "PackageURL", "Model", "System", "Documents", "Reports"], hasFixtures: true),
    tests(
      of: "Manifests", using: ["Interning", "PackageURL", "Model", "System", "Documents"], hasFixtures: true),
    tests(of: "VEX", using: ["PackageURL", "Model", "System", "Documents"], hasFixtures: true),
    tests(
      of: "Correlation", using: ["Interning", "PackageURL", "Model", "System", "Documents", "Evidence", "Risks"]),
    tests(
      of: "Policies",
      using: [
        "Interning", "PackageURL", "Model", "System", "Documents", "Settings", "Expressions", "VEX", "Reports",
        "Pipeline",
      ], hasFixtures: true),
    tests(of: "Ledger", using: ["Model", "System", "Documents"]),
    tests(
      of: "Reports", using: ["Interning", "PackageURL", "Model", "System", "Console", "Documents", "Expressions"],
      hasFixtures: true),
    tests(
      of: "Pipeline",
      using: [
        "Interning", "PackageURL", "Model", "System", "Console", "Documents", "Policies", "Evidence", "Correlation",
        "Ownership", "Reports", "Risks", "VEX", "Expressions", "Settings",
      ], hasFixtures: true),
    .testTarget(
      name: "EndToEndTests", dependencies: ["gatehouse", "judge-reports", "TestSupport", "Documents", "System"],
      exclude: ["Fixtures"], swiftSettings: testing),
  ] + (isFuzzing ? [feeding] + ["JSON", "XML", "CSV"].map(fuzzing) : []),
  swiftLanguageModes: [.v6]
)

// Only `make bench` builds it: it compares the JSON reader with Foundation's, which nothing else here needs.
if Context.environment["GATEHOUSE_BENCH"] != nil {
  package.targets.append(
    .executableTarget(name: "bench-sarif", dependencies: ["Documents", "Model"], path: "bench/sarif"))
}
