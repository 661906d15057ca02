internal import SQLiteDatabase

extension JobStore {
    /// What became of the pages that hold nothing.
    package enum Space: Sendable, Hashable {
        /// There are too few of them to write the file anew.
        case fits
        /// So many bytes were given back to the file system.
        case givenBack(bytes: Int64)
        /// The time was over; the file is as it was, with so many free bytes that later rows will use.
        case takesLonger(free: Int64)
    }

    /// The least room that is worth writing the file anew, in bytes, and as a part of it.
    private static let leastSpace: Int64 = 16 << 20
    private static let leastPart: Int64 = 4

    /// Gives free pages back to the file system where they are a quarter of the file and 16 MiB.
    ///
    /// - Parameter goesOn: asked every few milliseconds; nobody else can write meanwhile.
    package func giveSpaceBack(while goesOn: @escaping @Sendable () -> Bool) throws -> Space {
        let (free, total) = try database.space()
        guard free >= Self.leastSpace, free >= total / Self.leastPart else { return .fits }
        do {
            try database.interruptible(while: goesOn) { try database.giveSpaceBack() }
        } catch let error as SQLiteError where error.code == .interrupted {
            return .takesLonger(free: free)
        }
        return .givenBack(bytes: total - (try database.space().total))
    }
}
