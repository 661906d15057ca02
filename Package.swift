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

func library(_ name: String, pkgConfig: String? = nil, package: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "ftd",
    products: [
        .executable(name: "ftd", targets: ["ftd"]),
        .executable(name: "ftctl", targets: ["ftctl"]),
        .executable(name: "ftweb", targets: ["ftweb"]),
        .executable(name: "ftsim", targets: ["ftsim"]),
        .library(
            name: "FineTuningPipeline",
            targets: ["TrainingData", "TrainingCheck", "Preparing", "Submission", "Spool", "OpenAIAPI", "FineTuning"]),
        .library(
            name: "Evaluation",
            targets: ["Evaluation", "TrainingData", "TrainingCheck", "OpenAIAPI", "FineTuning"]),
    ],
    targets: [
        program("ftd", ["FTDaemon"]),
        program("ftctl", ["FTControl"]),
        program("ftweb", ["StatusServer"]),
        program("ftsim", ["Simulator"]),

        room(
            "Wiring", "FTDaemon",
            [
                "Accounts", "Commands", "ConfigurationText", "Digest", "Files", "FineTuning", "HTTPClient", "Hooks",
                "JobStorage", "JobViews", "Processes", "Services", "Settings", "Spool", "Submission", "Text",
            ]),
        room(
            "Wiring", "FTControl",
            [
                "Accounts", "BytePairEncoding", "Charts", "Commands", "ConfigurationText", "Digest", "Evaluation",
                "Export",
                "Files", "FineTuning", "HTTPClient", "Hooks", "HuggingFace", "JSONText", "JobJSON", "JobStorage",
                "JobViews", "Preparing",
                "Processes", "Settings", "Spool", "StatusPages", "Submission", "Text", "TrainingCheck", "TrainingData",
            ]),
        room(
            "Wiring", "StatusServer",
            [
                "Commands", "ConfigurationText", "Digest", "Files", "FineTuning", "HTTPServer", "JSONText",
                "JobStorage", "JobViews", "Services", "Settings", "Spool", "StatusPages", "Text",
            ]),
        room(
            "Wiring", "Simulator",
            ["Commands", "Digest", "Files", "FineTuning", "HTTPClient", "HTTPServer", "JSONText", "Services", "Text"]),

        room(
            "Edges", "Export",
            ["Digest", "Files", "FineTuning", "JSONText", "JobJSON", "JobStorage", "JobViews", "Text"]),
        room("Edges", "StatusPages", ["Charts", "FineTuning", "JSONText", "JobViews", "Text"]),
        room("Edges", "JobViews", ["Files", "FineTuning", "JSONText", "JobJSON", "JobStorage", "Text"]),
        room("Edges", "OpenAIAPI", ["FineTuning", "HTTPClient", "JSONText", "JobJSON", "Text"]),
        room("Edges", "JobStorage", ["Files", "FineTuning", "JSONText", "JobJSON", "SQLiteDatabase", "Text"]),
        room(
            "Edges", "Hooks",
            [
                "ConfigurationText", "Digest", "Files", "FineTuning", "HTTPClient", "JSONText", "JobJSON", "Processes",
                "Settings", "Text",
            ]),
        room(
            "Edges", "Accounts", ["ConfigurationText", "Digest", "FineTuning", "HTTPClient", "OpenAIAPI", "Settings"]),
        room("Edges", "Spool", ["Files", "FineTuning", "JSONText", "JobJSON"]),
        room("Edges", "Submission", ["Digest", "Files", "FineTuning", "Spool", "Text"]),
        room("Edges", "Settings", ["ConfigurationText", "Files", "FineTuning", "JSONText", "Text"]),
        room(
            "Edges", "HuggingFace",
            ["Digest", "Files", "FineTuning", "HTTPClient", "JSONText", "Text", "TrainingData"]),
        room(
            "Edges", "Evaluation",
            ["Digest", "Files", "FineTuning", "JSONText", "Text", "TrainingCheck", "TrainingData"]),
        room("Edges", "Preparing", ["FineTuning", "JSONText", "Text", "TrainingCheck", "TrainingData"]),
        room(
            "Edges", "TrainingCheck", ["BytePairEncoding", "FineTuning", "JSONText", "Text", "TrainingData"]),
        room("Edges", "TrainingData", ["Compression", "Files", "FineTuning", "JSONText", "Text"]),

        room("Plumbing", "Commands", ["Files", "FineTuning", "JSONText", "Text"]),
        room("Plumbing", "Charts", ["Text"]),
        room("Plumbing", "Compression", ["CZlib"]),
        room("Plumbing", "JobJSON", ["FineTuning", "JSONText", "Text"]),
        room("Plumbing", "HTTPClient", ["CCurl", "Files", "Text"]),
        room("Plumbing", "HTTPServer", ["CMicroHTTPD", "Files"]),
        room("Plumbing", "SQLiteDatabase", ["CSQLite"]),
        room("Plumbing", "Services", ["Files", "FineTuning", "Text"]),
        room("Plumbing", "Processes", ["Files"]),

        room("Base", "ConfigurationText", ["Files", "Text"]),
        room("Base", "Files"),
        room("Base", "JSONText"),
        room("Base", "Digest", ["CCrypto", "Files", "Text"]),
        room("Base", "BytePairEncoding", ["Files"]),
        room("Base", "Text", ["FineTuning"]),

        room("Core", "FineTuning"),

        // Its headers only: HTTPClient opens libcurl itself, at the first request.
        library("CCurl", package: "libcurl4-openssl-dev"),
        library("CSQLite", pkgConfig: "sqlite3", package: "libsqlite3-dev"),
        library("CMicroHTTPD", pkgConfig: "libmicrohttpd", package: "libmicrohttpd-dev"),
        library("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
        library("CCrypto", pkgConfig: "libcrypto", package: "libssl-dev"),

        .target(
            name: "TestSupport", dependencies: ["Commands", "FineTuning", "HTTPClient", "Text"],
            path: "Tests/TestSupport", swiftSettings: settings),
        .target(
            name: "EndToEndSupport",
            dependencies: ["FineTuning", "HTTPClient", "HTTPServer", "JSONText", "SQLiteDatabase", "TestSupport"],
            path: "Tests/EndToEndSupport", swiftSettings: settings),
        tests("FineTuningTests", ["FineTuning", "Text"]),
        tests("TextTests", ["FineTuning", "Text"]),
        tests("FilesTests", ["Files", "TestSupport"]),
        tests("JSONTextTests", ["JSONText"], exclude: ["python"]),
        tests("DigestTests", ["Digest", "TestSupport", "Text"]),
        tests("BytePairEncodingTests", ["BytePairEncoding", "JSONText", "TestSupport"]),
        tests("CommandsTests", ["Commands", "FineTuning", "JSONText", "TestSupport", "Text"]),
        tests("ChartsTests", ["Charts"]),
        tests("CompressionTests", ["Compression"]),
        tests("JobJSONTests", ["FineTuning", "JSONText", "JobJSON", "TestSupport"]),
        tests("JobViewsTests", ["Files", "FineTuning", "JSONText", "JobStorage", "JobViews", "TestSupport", "Text"]),
        tests(
            "StatusPagesTests",
            ["FineTuning", "JSONText", "JobStorage", "JobViews", "StatusPages", "TestSupport", "Text"]),
        tests(
            "StatusServerTests",
            [
                "Commands", "FineTuning", "HTTPServer", "JSONText", "JobStorage", "JobViews", "SQLiteDatabase",
                "StatusServer", "TestSupport", "Text",
            ]),
        tests("HTTPClientTests", ["HTTPClient", "TestSupport", "Text"]),
        tests("HTTPServerTests", ["HTTPServer"]),
        tests("SQLiteDatabaseTests", ["SQLiteDatabase", "TestSupport"]),
        tests("ServicesTests", ["Files", "FineTuning", "Services"]),
        tests("ProcessesTests", ["Processes", "TestSupport"]),
        tests("ConfigurationTextTests", ["ConfigurationText", "Files", "TestSupport"]),
        tests("SettingsTests", ["ConfigurationText", "FineTuning", "Hooks", "JSONText", "Settings"]),
        tests(
            "JobStorageTests",
            ["Files", "FineTuning", "JobStorage", "SQLiteDatabase", "StoreKillHelper", "TestSupport"],
            exclude: ["Fixtures"]),
        tests("AccountsTests", ["Accounts", "FineTuning", "HTTPClient", "JSONText", "Settings", "TestSupport"]),
        tests(
            "ExportTests",
            ["Export", "FineTuning", "HTTPClient", "JSONText", "JobStorage", "OpenAIAPI", "TestSupport", "Text"]),
        tests("SpoolTests", ["Files", "FineTuning", "JSONText", "Spool", "TestSupport"]),
        tests("OpenAIAPITests", ["FineTuning", "HTTPClient", "JSONText", "OpenAIAPI", "TestSupport"]),
        tests(
            "HooksTests", ["FineTuning", "HTTPClient", "Hooks", "JSONText", "Settings", "TestSupport", "Text"],
            exclude: ["Golden"]),
        tests("SubmissionTests", ["FineTuning", "OpenAIAPI", "Spool", "Submission", "TestSupport"]),
        tests("TrainingDataTests", ["TestSupport", "TrainingData"]),
        tests("EvaluationTests", ["Evaluation", "Files", "FineTuning", "JSONText", "TestSupport"]),
        tests("TrainingCheckTests", ["FineTuning", "TestSupport", "TrainingCheck", "TrainingData"]),
        tests(
            "PreparingTests", ["Digest", "JSONText", "Preparing", "TestSupport", "TrainingCheck", "TrainingData"]),
        tests(
            "HuggingFaceTests",
            ["FineTuning", "HTTPClient", "HuggingFace", "Preparing", "TestSupport", "TrainingData"]),
        tests(
            "FTDaemonTests",
            [
                "Accounts", "Commands", "ConfigurationText", "FTDaemon", "Files", "FineTuning", "HTTPClient", "Hooks",
                "JSONText", "JobStorage", "JobViews", "SQLiteDatabase", "Services", "Settings", "Spool", "TestSupport",
                "Text",
            ]),
        tests(
            "FTControlTests",
            [
                "BytePairEncoding", "Commands", "Digest", "FTControl", "Files", "FineTuning", "JSONText", "JobStorage",
                "JobViews", "Processes", "Spool", "TestSupport", "Text",
            ]),
        tests(
            "SimulatorTests",
            [
                "Commands", "Digest", "FineTuning", "HTTPClient", "HTTPServer", "JSONText", "Simulator", "TestSupport",
                "Text", "TrainingCheck", "TrainingData",
            ]),
        tests(
            "EndToEndTests",
            [
                "Digest", "EndToEndSupport", "FineTuning", "HTTPServer", "JSONText", "SQLiteDatabase", "TestSupport",
                "Text",
            ],
            exclude: ["python"]),
        tests(
            "Resilience", ["EndToEndSupport", "FineTuning", "JSONText", "JobStorage", "Text"],
            exclude: ["booted-unit", "booted-unit-examine"]),
        tests(
            "Fuzzing",
            [
                "BytePairEncoding", "ConfigurationText", "Hooks", "JSONText", "Preparing", "Settings", "TrainingCheck",
                "TrainingData",
            ],
            exclude: ["Driver", "Seeds"]),
        .executableTarget(
            name: "StoreKillHelper", dependencies: ["FineTuning", "JobStorage"], path: "Tests/StoreKillHelper",
            swiftSettings: settings),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "BytePairEncoding", "Charts", "Digest", "Evaluation", "Files", "FineTuning", "HTTPClient", "JSONText",
                "JobStorage", "Preparing", "Processes", "TrainingCheck", "TrainingData",
            ],
            path: "Tests/Benchmarks", exclude: ["python"], swiftSettings: settings),
    ]
)
