// Speed and memory, as ratios to named peers measured in the same run.
//
//   swift build -c release --static-swift-stdlib
//   .build/release/Benchmarks [prepare] [check] [tokens] [scores] [list] [poll] [upload] [curve] [pages]
//
// Ratios are of processor time, which other work on the machine does not change as it does the wall clock. One thing is
// asserted: `Benchmarks instructions` compares the instructions of seven commands with the table beside this file, and
// `Benchmarks instructions --write` writes that table.
//
// The peers are Python programs beside this file, curl, openssl, jq and the shell of SQLite; FTD_BENCH_PYTHON names a Python
// that has pandas, jsonlines, orjson, duckdb, polars, openai, tiktoken, rs-bpe, tokenizers, rensa, datasketch and
// rouge-score.

@preconcurrency import Glibc

setvbuf(stdout, nil, _IOLBF, 0)
let names = Array(CommandLine.arguments.dropFirst())
if names.first == "count", names.count == 3 {
    try TokenCounting.run(rows: names[1], ranks: names[2])
} else if names.first == "load", names.count == 2 {
    try TokenCounting.load(names[1])
} else if names.first == "check-file", names.count == 4 {
    try CheckBenchmark.child(names[1], ranks: names[2], threads: Int(names[3]) ?? 0)
} else if names.first == "near-file", names.count == 2 {
    try CheckBenchmark.childOfNear(names[1])
} else if names.first == "score-file", names.count == 3 {
    try ScoreBenchmark.child(names[1], resamples: Int(names[2]) ?? 0)
} else if names.first == "upload", names.count == 3 {
    try UploadBenchmark.child(names[1], to: names[2])
} else if names.first == "instructions", names.dropFirst().allSatisfy({ $0 == "--write" }) {
    let surroundings = try Surroundings()
    let isGood = try InstructionGuard.run(surroundings, writes: names.count > 1)
    surroundings.remove()
    exit(isGood ? 0 : 1)
} else {
    let all = ["prepare", "check", "tokens", "scores", "list", "poll", "upload", "curve", "pages"]
    guard names.allSatisfy(all.contains) else {
        print("usage: Benchmarks \(all.map { "[\($0)]" }.joined(separator: " ")) | instructions [--write]")
        exit(2)
    }
    let surroundings = try Surroundings()
    surroundings.describe()
    let chosen = names.isEmpty ? all : names
    if chosen.contains("prepare") { try PrepareBenchmark.run(surroundings) }
    if chosen.contains("check") { try CheckBenchmark.run(surroundings) }
    if chosen.contains("tokens") { try TokenBenchmark.run(surroundings) }
    if chosen.contains("scores") { try ScoreBenchmark.run(surroundings) }
    if chosen.contains("list") { try ListBenchmark.run(surroundings) }
    if chosen.contains("poll") { try PollBenchmark.run(surroundings) }
    if chosen.contains("upload") { try UploadBenchmark.run(surroundings) }
    if chosen.contains("curve") { try CurveBenchmark.run(surroundings) }
    if chosen.contains("pages") { try PageBenchmark.run(surroundings) }
    surroundings.remove()
}
