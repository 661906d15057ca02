package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Stores which models a server lists, in one transaction.
    ///
    /// Kept are those that are watched already or were tuned, their base models, and all of which the server says when
    /// they end. What it says of the end counts, also when it says none any more.
    package func list(_ models: [RemoteModel], of account: AccountName, at time: UnixTime) throws {
        try database.transaction {
            let known = try reader.models(account: account)
            let names = Set(known.map(\.model) + known.map(\.base))
            for model in models {
                let end = model.shutdownDate.flatMap { CalendarDay($0.prefix(10)) }?.start
                guard names.contains(model.name) || model.name.base != model.name || end != nil else { continue }
                try database.run(
                    """
                    INSERT INTO models (account, model, base_model, created_at, shutdown_at, listed_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                    ON CONFLICT DO UPDATE SET created_at = coalesce(created_at, excluded.created_at),
                        shutdown_at = excluded.shutdown_at, listed_at = excluded.listed_at
                    """,
                    [
                        .id(account), .id(model.name), .id(model.name.base), .seconds(model.createdAt), .seconds(end),
                        .integer(time.seconds),
                    ])
            }
            try database.run(
                """
                INSERT INTO model_listings (account, listed_at) VALUES (?1, ?2)
                ON CONFLICT DO UPDATE SET listed_at = excluded.listed_at
                """, [.id(account), .integer(time.seconds)])
        }
    }

    /// Writes down that an end was told, with its notice.
    ///
    /// - Returns: the deliveries that are in the outbox now; none where it was told before.
    package func shutdownTold(
        _ news: ModelShutdownNews, at time: UnixTime, announcing deliveries: [Delivery]
    ) throws -> [Delivery] {
        try database.atomically {
            try database.run(
                """
                INSERT INTO model_warnings (account, base_model, ends_at, days, told_at) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT DO NOTHING
                """,
                [
                    .id(news.account), .id(news.base), .integer(news.end.seconds), .integer(Int64(news.mark)),
                    .integer(time.seconds),
                ])
            guard database.changes > 0 else { return [] }
            return try deliveries.filter { try insert($0) }
        }
    }
}
