// swift-tools-version: 6.2
import PackageDescription

// The house, top-down: a target exists where an arrow must be forbidden, and arrows point down only.
// Builds check it with `--explicit-target-dependency-import-check error`.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/Programs/\(name)", swiftSettings: settings)
}

func room(_ level: String, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(level)/\(name)", swiftSettings: settings)
}

func library(_ name: String, pkgConfig: String, package: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)", exclude: exclude,
        swiftSettings: settings)
}

let package = Package(
    name: "ftd",
    products: [
        .executable(name: "ftd", targets: ["ftd"]),
        .executable(name: "ftctl", targets: ["ftctl"]),
        .executable(name: "ftsim", targets: ["ftsim"]),
        .library(name: "FineTuningPipeline", targets: ["TrainingData", "Submission", "FineTuning"]),
    ],
    targets: [
        program("ftd", ["FTDaemon"]),
        program("ftctl", ["FTControl"]),
        program("ftsim", ["Simulator"]),

        room(
            "Wiring", "FTDaemon",
            [
                "FineTuning", "OpenAIAPI", "JobStorage", "Hooks", "Submission", "HTTPClient", "Settings", "JSONText",
                "Digest", "Files",
            ]),
        room(
            "Wiring", "FTControl",
            [
                "FineTuning", "OpenAIAPI", "JobStorage", "Hooks", "TrainingData", "Submission", "HTTPClient",
                "Settings", "JSONText", "BytePairEncoding", "Digest", "Files",
            ]),
        room("Wiring", "Simulator", ["FineTuning", "HTTPServer", "JSONText"]),

        room("Edges", "OpenAIAPI", ["FineTuning", "HTTPClient", "JSONText", "Settings"]),
        room("Edges", "JobStorage", ["FineTuning", "SQLiteDatabase", "Files", "JSONText"]),
        room("Edges", "Hooks", ["FineTuning", "HTTPClient", "JSONText", "Digest"]),
        room("Edges", "TrainingData", ["FineTuning", "JSONText", "BytePairEncoding", "HTTPClient", "Digest", "Files"]),
        room(
            "Edges", "Submission",
            ["FineTuning", "OpenAIAPI", "JobStorage", "TrainingData", "Digest", "JSONText", "Files"]),

        room("Plumbing", "HTTPClient", ["CCurl"]),
        room("Plumbing", "SQLiteDatabase", ["CSQLite"]),
        room("Plumbing", "HTTPServer", ["CMicroHTTPD"]),
        room("Plumbing", "Digest", ["CCrypto"]),
        room("Plumbing", "Files"),
        room("Plumbing", "JSONText"),
        room("Plumbing", "BytePairEncoding"),
        room("Plumbing", "Settings", ["FineTuning"]),

        room("Core", "FineTuning"),

        library("CCurl", pkgConfig: "libcurl", package: "libcurl4-openssl-dev"),
        library("CSQLite", pkgConfig: "sqlite3", package: "libsqlite3-dev"),
        library("CMicroHTTPD", pkgConfig: "libmicrohttpd", package: "libmicrohttpd-dev"),
        library("CCrypto", pkgConfig: "libcrypto", package: "libssl-dev"),

        .target(
            name: "TestSupport", dependencies: ["FineTuning", "HTTPClient"], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("FineTuningTests", ["FineTuning"]),
        tests("FilesTests", ["Files"]),
        tests("JSONTextTests", ["JSONText"], exclude: ["python"]),
        tests("BytePairEncodingTests", ["BytePairEncoding", "JSONText"]),
        tests("SettingsTests", ["Settings", "FineTuning"]),
        tests("DigestTests", ["Digest"]),
        tests("HTTPClientTests", ["HTTPClient", "HTTPServer"]),
        tests("HTTPServerTests", ["HTTPServer"]),
        tests("SQLiteDatabaseTests", ["SQLiteDatabase"]),
        tests(
            "JobStorageTests", ["JobStorage", "SQLiteDatabase", "FineTuning", "StoreKillHelper"],
            exclude: ["Fixtures"]),
        tests("OpenAIAPITests", ["OpenAIAPI", "FineTuning", "HTTPClient", "JSONText"]),
        tests("HooksTests", ["Hooks", "FineTuning", "HTTPClient", "HTTPServer", "Digest", "JSONText"]),
        tests("TrainingDataTests", ["TrainingData", "FineTuning", "JSONText", "Digest", "HTTPClient"]),
        tests(
            "SubmissionTests",
            ["Submission", "OpenAIAPI", "JobStorage", "FineTuning", "HTTPClient", "JSONText", "Files", "Digest"]),
        tests("SimulatorTests", ["Simulator", "FineTuning", "HTTPClient", "JSONText", "HTTPServer"]),
        tests(
            "FTDaemonTests",
            [
                "FTDaemon", "FineTuning", "OpenAIAPI", "JobStorage", "Hooks", "Submission", "HTTPClient", "Settings",
                "JSONText", "Files",
            ]),
        tests("FTControlTests", ["FTControl", "FineTuning", "JobStorage", "Settings", "JSONText"]),
        tests(
            "EndToEndTests", ["FineTuning", "JSONText", "SQLiteDatabase", "HTTPServer", "HTTPClient", "Digest"],
            exclude: ["python"]),
        tests(
            "Fuzzing", ["JSONText", "BytePairEncoding", "Settings", "TrainingData"], exclude: ["Driver", "Seeds"]),
        .executableTarget(
            name: "StoreKillHelper", dependencies: ["JobStorage", "FineTuning"], path: "Tests/StoreKillHelper",
            swiftSettings: settings),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "FineTuning", "JobStorage", "Hooks", "HTTPClient", "Files", "Digest", "JSONText", "BytePairEncoding",
                "TrainingData",
            ],
            path: "Tests/Benchmarks", exclude: ["python"], swiftSettings: settings),
    ]
)
