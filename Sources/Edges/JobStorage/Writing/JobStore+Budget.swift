package import FineTuning
internal import SQLiteDatabase

extension JobStore {
    /// Writes down that a month costs more than it may, with the notice of it.
    ///
    /// - Returns: the deliveries that are in the outbox now; none where it was written down before.
    package func budgetExceeded(
        _ standing: BudgetStanding, at time: UnixTime, announcing deliveries: [Delivery]
    ) throws -> [Delivery] {
        try database.atomically {
            try database.run(
                """
                INSERT INTO budgets (month, currency, amount_nanos, spent_nanos, exceeded_at)
                VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING
                """,
                [
                    .text(standing.month), .text(standing.limit.currency),
                    .integer(standing.limit.amount.nanodollars), .integer(standing.total.nanodollars),
                    .integer(time.seconds),
                ])
            guard database.changes > 0 else { return [] }
            return try deliveries.filter { try insert($0) }
        }
    }
}
