package import FineTuning
import Glibc
import JSONText
import Text

/// The environment of a hook's program: a few variables of ours, and what happened.
package enum ProgramEnvironment {
    /// The variables that programs inherit; every other one of ours stays ours, above all keys and sockets.
    ///
    /// Besides those of the place and language, by name: the proxies' (libcurl and most others read both spellings), those
    /// that name certificates to trust, and those by which programs find a person's desktop.
    package static let inheritedNames = [
        "PATH", "LANG", "LC_ALL", "HOME", "TZ", "USER", "LOGNAME",
        "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS",
        "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
    ]
    private static let defaultPath = "/usr/local/bin:/usr/bin:/bin"
    /// The most bytes of one variable; the whole text is in the JSON on standard input.
    private static let greatestSize = 4096

    /// Those of ``inheritedNames`` that this process has.
    package static func inherited() -> [String: String] {
        var variables = ["PATH": defaultPath]
        for name in inheritedNames {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables
    }

    /// What an attempt finds in its environment; every name is always set, empty where nothing is known.
    ///
    /// The job's fields come from the stored body, so they are those of the moment of the notice on every attempt. All
    /// but `FTD_TEXT` are one line each: control characters are made visible.
    package static func variables(of delivery: Delivery) -> [String: String] {
        let data = (try? JSONValue.parse(delivery.body))?["data"]
        func field(_ key: String) -> String { data?[key]?.string ?? "" }
        let variables = [
            "FTD_EVENT_ID": delivery.notice.rawValue, "FTD_EVENT_TYPE": delivery.type.rawValue,
            "FTD_HOOK": delivery.hook.rawValue, "FTD_ATTEMPT": "\(delivery.attempt)",
            "FTD_ACCOUNT": delivery.job?.account.rawValue ?? field("account"),
            "FTD_JOB_ID": delivery.job?.job.rawValue ?? "", "FTD_STATUS": field("status"), "FTD_MODEL": field("model"),
            "FTD_FINE_TUNED_MODEL": field("fine_tuned_model"),
        ]
        let message = NoticeMessage(delivery.body)
        let texts = [
            "FTD_TITLE": message.title, "FTD_TEXT": message.plainText(withTitle: false),
            "FTD_URL": message.link?.printable ?? "",
        ]
        return variables.mapValues(\.printable).merging(texts) { _, text in text }
            .mapValues { $0.cut(toBytes: greatestSize) }
    }
}

extension Delivery {
    /// The number of the attempt that is due or was the last one, from 1.
    package var attempt: Int {
        switch state {
        case .waiting(_, let attempts, _): attempts + 1
        case .delivered(_, let attempts, _), .dead(_, let attempts, _), .abandoned(_, let attempts, _): attempts
        case .grouped: 0
        }
    }
}
