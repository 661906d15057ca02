// Speed and memory, as ratios to named peers measured in the same run. Nothing here is asserted.
//
//   swift build -c release --static-swift-stdlib
//   .build/release/Benchmarks [prepare] [list] [poll] [tokens ROWS RANKS]
//
// The peers are Python programs beside this file; FTD_BENCH_PYTHON names a Python that has pandas, jsonlines, orjson and
// openai. `python/count_tokens.py` runs `tokens` in turn with tiktoken and rs-bpe.

@preconcurrency import Glibc

setvbuf(stdout, nil, _IOLBF, 0)
let names = Array(CommandLine.arguments.dropFirst())
if names.first == "tokens", names.count == 3 {
    try TokenCounting.run(rows: names[1], ranks: names[2])
} else {
    let all = ["prepare", "list", "poll"]
    guard names.allSatisfy(all.contains) else {
        print("usage: Benchmarks [prepare] [list] [poll] | tokens ROWS RANKS")
        exit(2)
    }
    let surroundings = try Surroundings()
    surroundings.describe()
    let chosen = names.isEmpty ? all : names
    if chosen.contains("prepare") { try PrepareBenchmark.run(surroundings) }
    if chosen.contains("list") { try ListBenchmark.run(surroundings) }
    if chosen.contains("poll") { try PollBenchmark.run(surroundings) }
    surroundings.remove()
}
