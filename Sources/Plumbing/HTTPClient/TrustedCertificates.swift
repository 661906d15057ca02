import Glibc

/// Which authorities are trusted instead of the system's own, as the variables of the environment say.
///
/// libcurl itself reads none of them; the program `curl` does, and everybody who has set one expects it to count.
package struct TrustedCertificates: Sendable, Hashable {
    /// PEM certificates, one after another.
    package var file: String?
    /// PEM certificates, one a file, named by their hashes.
    package var directory: String?

    package init(file: String? = nil, directory: String? = nil) {
        self.file = file
        self.directory = directory
    }

    /// `CURL_CA_BUNDLE`, else `SSL_CERT_FILE` and `SSL_CERT_DIR`; an empty one counts as not set.
    ///
    /// - Parameter value: reads one variable.
    package init(variable value: (String) -> String?) {
        func text(_ name: String) -> String? { value(name).flatMap { $0.isEmpty ? nil : $0 } }
        file = text("CURL_CA_BUNDLE") ?? text("SSL_CERT_FILE")
        directory = text("CURL_CA_BUNDLE") == nil ? text("SSL_CERT_DIR") : nil
    }

    /// Those of this process's environment, in which libcurl also looks for proxies.
    package static var ofProcess: TrustedCertificates {
        TrustedCertificates { name in getenv(name).map { String(cString: $0) } }
    }
}
