internal import FineTuning
internal import SQLiteDatabase

extension ResultRow {
    /// The next column, seconds since the epoch.
    mutating func time() -> UnixTime { UnixTime(seconds: integer()) }

    /// The next column, seconds since the epoch, or nil for NULL.
    mutating func optionalTime() -> UnixTime? { optionalInteger().map(UnixTime.init(seconds:)) }

    /// The next column as an identifier, or nil for NULL.
    mutating func optionalID<Kind>() -> Identifier<Kind>? { optionalText().map { Identifier($0) } }

    /// The next column, milliseconds since the epoch, or nil for NULL.
    mutating func optionalMilliseconds() -> UnixTime? { optionalInteger().map(UnixTime.init(milliseconds:)) }
}

extension SQLiteValue {
    /// Seconds since the epoch, or NULL.
    static func seconds(_ time: UnixTime?) -> SQLiteValue { .optional(time?.seconds) }

    /// Milliseconds since the epoch, or NULL.
    static func milliseconds(_ time: UnixTime?) -> SQLiteValue { .optional(time?.milliseconds) }

    /// An identifier's text, or NULL.
    static func id<Kind>(_ id: Identifier<Kind>?) -> SQLiteValue { .optional(id?.rawValue) }
}
