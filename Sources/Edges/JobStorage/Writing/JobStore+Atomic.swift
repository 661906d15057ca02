internal import SQLiteDatabase

extension JobStore {
    /// Runs several writings, and what is read between them, as one transaction: all of it is kept, or nothing.
    package func atomically<Value>(_ body: () throws -> Value) throws -> Value { try database.atomically(body) }
}
