import Dispatch
import Synchronization
import Testing

@testable import Services

/// A loop that writes down what is done to it, and ends when a test lets it.
private final class ScriptedLoop: Loop {
    let pulse = Pulse()
    let settings: String
    private let diary: Diary
    private let work = Mutex<[DispatchGroup]>([])
    private let isBusy: Bool

    init(_ settings: String, _ diary: Diary, isBusy: Bool = false) {
        self.settings = settings
        self.diary = diary
        self.isBusy = isBusy
    }

    func start() { diary.add("start \(settings)") }
    func wake() { diary.add("wake \(settings)") }

    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        diary.add("\(stop) \(settings)")
        guard isBusy, stop == .finish else { return end() }
        group.enter()
        work.withLock { $0.append(group) }
    }

    /// What was under way is done.
    func end() {
        let groups = work.withLock { groups in
            defer { groups = [] }
            return groups
        }
        for group in groups { group.leave() }
    }
}

private final class Diary: Sendable {
    private let entries = Mutex<[String]>([])
    private let changed = DispatchSemaphore(value: 0)

    func add(_ entry: String) {
        entries.withLock { $0.append(entry) }
        changed.signal()
    }

    func take() -> [String] {
        entries.withLock { entries in
            defer { entries = [] }
            return entries
        }
    }

    /// Waits until something was written down, ten seconds at most.
    func wait(for entry: String) -> Bool {
        while !entries.withLock({ $0.contains(entry) }) {
            guard changed.wait(timeout: .now() + .seconds(10)) == .success else { return false }
        }
        return true
    }
}

@Suite struct LoopSetTests {
    private let diary = Diary()

    private func set(_ wanted: [(name: String, settings: String)]) -> LoopSet<String, String> {
        let set = LoopSet<String, String>()
        set.update(wanted) { ScriptedLoop($0, diary) }
        set.start()
        return set
    }

    @Test func loopsStartInTheOrderInWhichTheyAreWanted() {
        let set = set([("b", "b1"), ("a", "a1"), ("c", "c1")])
        #expect(diary.take() == ["start b1", "start a1", "start c1"])
        #expect(set.names == ["b", "a", "c"])
    }

    @Test func nothingStartsBeforeTheSetDoes() {
        let set = LoopSet<String, String>()
        set.update([("a", "a1")]) { ScriptedLoop($0, diary) }
        set.wake()
        #expect(diary.take() == [])
    }

    @Test func aLoopWithEqualSettingsIsLeftAlone() {
        let set = set([("a", "a1"), ("b", "b1")])
        _ = diary.take()
        #expect(set.update([("a", "a1"), ("b", "b2")]) { ScriptedLoop($0, diary) } == ["a"])
        #expect(diary.wait(for: "start b2"))
        #expect(diary.take() == ["finish b1", "start b2"])
        set.wake { $0 == "a" }
        set.wake { $0 == "nobody" }
        set.wake { $0 == "b" }
        #expect(diary.take() == ["wake a1", "wake b2"])
    }

    @Test func aLoopThatIsNotWantedAnyMoreIsLetFinish() {
        let set = set([("a", "a1"), ("b", "b1")])
        _ = diary.take()
        set.update([("b", "b1")]) { ScriptedLoop($0, diary) }
        #expect(diary.take() == ["finish a1"])
        #expect(set.names == ["b"])
    }

    /// Two loops for one hook would deliver one notice twice.
    @Test func theNextOneOfANameWaitsForTheLast() {
        let set = LoopSet<String, String>()
        let busy = ScriptedLoop("a1", diary, isBusy: true)
        set.update([("a", "a1")]) { _ in busy }
        set.start()
        set.update([("a", "a2")]) { ScriptedLoop($0, diary) }
        set.wake()
        set.update([("a", "a3")]) { ScriptedLoop($0, diary) }
        #expect(diary.take() == ["start a1", "finish a1"])
        busy.end()
        #expect(diary.wait(for: "start a3"))
        #expect(diary.take() == ["start a3"])
    }

    @Test func aStopCutsWhatWasLetFinishAndNothingFollows() {
        let set = LoopSet<String, String>()
        let busy = ScriptedLoop("a1", diary, isBusy: true)
        set.update([("a", "a1")]) { _ in busy }
        set.start()
        set.update([("a", "a2")]) { ScriptedLoop($0, diary) }
        _ = diary.take()
        #expect(set.stop(within: .seconds(5)))
        #expect(Set(diary.take()) == ["cut a1", "cut a2"])
        set.update([("b", "b1")]) { ScriptedLoop($0, diary) }
        #expect(diary.take() == [])
    }

    @Test func aStopDoesNotWaitForEver() {
        let set = LoopSet<String, String>()
        let stuck = StuckLoop()
        set.update([("a", "a1")]) { _ in stuck }
        set.start()
        #expect(!set.stop(within: .milliseconds(20)))
        stuck.group.withLock { $0?.leave() }
    }

    @Test func theSetIsOnTimeWhileEveryLoopIs() {
        let set = LoopSet<String, String>()
        let busy = ScriptedLoop("a1", diary, isBusy: true)
        set.update([("a", "a1")]) { _ in busy }
        set.start()
        busy.pulse.expect(within: .seconds(100))
        #expect(set.isOnTime(at: .now + .seconds(100)))
        set.update([("a", "a2")]) { ScriptedLoop($0, diary) }
        // What is let finish counts, what waits for its end does not.
        #expect(set.isOnTime(at: .now + .seconds(100)))
        #expect(!set.isOnTime(at: .now + .seconds(200)))
        busy.end()
        #expect(diary.wait(for: "start a2"))
        #expect(!set.isOnTime(at: .now + .seconds(100)))
    }
}

/// A loop that does not end.
private final class StuckLoop: Loop {
    let pulse = Pulse()
    let group = Mutex<DispatchGroup?>(nil)

    func start() {}
    func wake() {}

    func stop(_ stop: LoopStop, _ group: DispatchGroup) {
        group.enter()
        self.group.withLock { $0 = group }
    }
}
