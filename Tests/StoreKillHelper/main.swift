import FineTuning
import Glibc
import JobStorage

// A process of its own for the tests of the store: it can be killed, limited in what it may write, or stripped of its
// rights, which the test process cannot. Each acknowledged transaction is a line on standard output.

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { exit(2) }
let path = arguments[2]

func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    guard write(STDOUT_FILENO, bytes, bytes.count) == bytes.count else { exit(3) }
}

/// One job that has just succeeded: its row, its transition and its delivery belong together.
func changes(_ number: Int) -> (AccountChanges, [Delivery]) {
    let time = UnixTime(seconds: 1_700_000_000 + Int64(number))
    let job = Job(
        id: JobID("ftjob-\(number)"), createdAt: time, status: .succeeded, model: ModelName("gpt-4o-mini-2024-07-18"),
        raw: "{\"number\":\(number)}")
    let key = JobKey(account: .default, job: job.id)
    let notice = NoticeID("evt_\(number)")
    let changes = AccountChanges(
        account: .default, seenAt: time, jobs: [job],
        transitions: [Transition(id: notice, key: key, from: .running, to: .succeeded, cause: .moved, seenAt: time)])
    let delivery = Delivery(
        notice: notice, hook: HookName("slack"), type: .jobSucceeded, job: key, sequence: Int64(number + 1),
        body: Array("{}".utf8), createdAt: time, state: .waiting(due: time, attempts: 0, reason: nil))
    return (changes, [delivery])
}

/// Writes transaction after transaction until something stops it.
func writeForEver() {
    do {
        let store = try JobStore(path: path)
        var number = try store.reader.count()
        while true {
            let (changes, deliveries) = changes(number)
            _ = try store.apply(changes, deliveries: deliveries)
            say("\(number)")
            number += 1
        }
    } catch {
        say("error: \(error)")
    }
}

switch arguments[1] {
case "write":
    writeForEver()
case "write-limited":
    // Made before the limit: the log of all migrations is larger than that.
    do { _ = try JobStore(path: path) } catch {
        say("error: \(error)")
        exit(5)
    }
    // The kernel's answer to a write beyond the limit is EFBIG once the signal is ignored.
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: 400_000, rlim_max: 400_000)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    writeForEver()
case "read-as-nobody":
    if getuid() == 0, setgid(65534) != 0 || setuid(65534) != 0 { exit(4) }
    do {
        say("\(try JobStoreReader(path: path).count())")
    } catch {
        say("error: \(error)")
    }
case "look-as-nobody":
    if getuid() == 0, setgid(65534) != 0 || setuid(65534) != 0 { exit(4) }
    say("\(JobStoreReader.isDaemonAlive(store: path).map { "\($0)" } ?? "unknown")")
default:
    exit(2)
}
