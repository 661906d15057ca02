extension Database {
    /// How much of the file holds nothing, in bytes, and its whole size.
    package func space() throws(SQLiteError) -> (free: Int64, total: Int64) {
        let page = try integer("PRAGMA page_size")
        return (try integer("PRAGMA freelist_count") * page, try integer("PRAGMA page_count") * page)
    }

    /// Writes the file anew without its free pages, so that the file system has them back (`VACUUM`).
    ///
    /// Nobody else can write meanwhile; readers go on. Needs twice the room of what is in the file. Stopped with
    /// ``interruptible(while:_:)``, it leaves the file as it was.
    package func giveSpaceBack() throws(SQLiteError) {
        try execute("VACUUM")
        try checkpoint(within: .zero)
    }
}
