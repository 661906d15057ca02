// The entry that libFuzzer calls; FTD_FUZZ_TARGET names the target. Not part of the package: see .ci/fuzz.

import Glibc

private let target: FuzzTarget = {
    guard let name = getenv("FTD_FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name)) else {
        print("FTD_FUZZ_TARGET is to be one of: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))")
        exit(2)
    }
    return target
}()

/// Gives one input to the target; whatever does not end well ends the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do {
        try target.run(on: Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        let text = "\(target): \(error)\n"
        write(STDERR_FILENO, text, text.utf8.count)
        abort()
    }
    return 0
}
