/// The hours of the day in which a hook is told of failures only: the setting `quiet`.
package struct QuietHours: Hashable, Sendable {
    /// The first minute of the local day, from 0.
    package let start: Int
    /// The first minute that is not quiet any more; before ``start`` it is the next day's.
    package let end: Int

    /// From one minute of the local day to another; nil where they are no minutes of a day, or the same.
    package init?(start: Int, end: Int) {
        guard (0..<1440).contains(start), (0..<1440).contains(end), start != end else { return nil }
        self.start = start
        self.end = end
    }

    /// The end of the quiet that a moment falls into; nil where it is not quiet.
    ///
    /// It is quiet by what a clock on the wall shows. When that is turned meanwhile, the quiet still ends when the clock
    /// shows its end, or would have shown it in an hour that is left out.
    ///
    /// - Parameters:
    ///   - time: now.
    ///   - offset: seconds that the local clock is ahead of UTC at a moment.
    package func end(at time: UnixTime, offset: (UnixTime) -> Int64) -> UnixTime? {
        let now = offset(time)
        let local = time.seconds + now
        let secondOfDay = (local % 86_400 + 86_400) % 86_400
        let minute = Int(secondOfDay / 60)
        let isQuiet = start < end ? (start..<end).contains(minute) : minute >= start || minute < end
        guard isQuiet else { return nil }
        let nextDay: Int64 = minute >= end ? 86_400 : 0
        let target = local - secondOfDay + nextDay + Int64(end) * 60
        let first = target - now
        let then = offset(UnixTime(seconds: first))
        let second = target - then
        // In an hour that is left out the two disagree for ever: the later one is after it.
        let isSettled = then == now || offset(UnixTime(seconds: second)) == then
        let result = isSettled ? second : max(first, second)
        return UnixTime(seconds: max(result, time.seconds + 1))
    }
}
