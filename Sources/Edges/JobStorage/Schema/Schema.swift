internal import SQLiteDatabase

/// The store's schema: what marks a file as ours, and how it came to be what it is.
enum Schema {
    /// `ftd1` in ASCII: the file's `application_id`.
    static let applicationID: Int32 = 0x6674_6431

    /// The oldest schema that readers of this version understand; writers bring every one to the newest.
    static let oldestReadable = 1

    /// The newest schema.
    static var newest: Int { migrator.migrations.count }

    /// Every schema in order.
    ///
    /// A shipped one is never edited.
    static let migrator = Migrator(
        applicationID: applicationID,
        migrations: [schema1, schema2, schema3, schema4, schema5, schema6, schema7, schema8, schema9])
}
