import Files
import Glibc

/// Examples that wait for their order in a file without a name; in memory there are 8 bytes for each.
final class ExampleSpool {
    /// Enough for most examples, so that one call reads one.
    private static let readAtOnce = 4 << 10

    private let name: String
    private let file: Descriptor
    /// Where each example begins; each ends with the first line feed from there.
    private var starts: [Int] = []
    private var size = 0
    private var chunk = [UInt8](repeating: 0, count: readAtOnce)

    /// Makes a file where there is room for the output.
    init(beside output: DataOutput) throws(TrainingDataError) {
        name = output.name
        var directory = Self.temporaryDirectory
        let place = try OutputPlace(output)
        if case .path(let path) = place, place.status.map({ $0.st_mode & S_IFMT == S_IFREG }) ?? true {
            directory = WholeFile.directory(of: path)
        }
        do throws(SystemError) { file = try Descriptor(unnamedIn: directory, name: ".ftd-shuffle") } catch {
            throw TrainingDataError(name, .unwritable(errno: error.code))
        }
    }

    /// Examples so far.
    var count: Int { starts.count }

    /// The next example has so many bytes, which are written later.
    func note(bytes: Int) {
        starts.append(size)
        size += bytes
    }

    /// Writes the bytes of examples that have been noted.
    func write(_ bytes: [UInt8]) throws(TrainingDataError) {
        do throws(SystemError) { try file.write(bytes) } catch {
            throw TrainingDataError(name, .unwritable(errno: error.code))
        }
    }

    /// Forgets all but the examples at these places, in their order.
    func keep(_ places: [Int]) { starts = places.map { starts[$0] } }

    /// Brings the examples into an order that only the generator decides.
    func shuffle(using random: inout some RandomNumberGenerator) { starts.shuffle(using: &random) }

    /// Appends the example at that place of the order, line feed included.
    func read(_ number: Int, appendingTo buffer: inout [UInt8]) throws(TrainingDataError) {
        var place = starts[number]
        while true {
            let count: Int
            do throws(SystemError) { count = try file.read(into: &chunk, at: Int64(place)) } catch {
                throw TrainingDataError(name, .unwritable(errno: error.code))
            }
            guard count > 0 else { throw TrainingDataError(name, .unwritable(errno: EIO)) }
            if let end = chunk[..<count].firstIndex(of: 0x0A) {
                buffer.append(contentsOf: chunk[...end])
                return
            }
            buffer.append(contentsOf: chunk[..<count])
            place += count
        }
    }

    private static var temporaryDirectory: String {
        if let named = getenv("TMPDIR") { return String(cString: named) }
        // Often on a disk, where /tmp may be memory.
        return access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp"
    }
}
