import ConfigurationText
package import Settings

/// The keys of hooks that send mail.
package struct MailKeys: HookKind {
    /// `smtp://HOST:PORT` or `smtps://HOST`.
    package var server = ""
    /// The sender's address.
    package var sender = ""
    /// The recipients' addresses.
    package var recipients: [String] = []
    /// The file with the name and the password for the server.
    package var loginFile: String?

    package init() {}

    package static let name = "smtp"
    package static let sample = "smtp://HOST:587"
    package static let table = [
        SettingKey(
            name, .mailServer, \MailKeys.server, in: MailKeys(),
            "… or a mail server: smtp:// (with STARTTLS, but to this machine) or smtps://."),
        SettingKey("from", .mailAddress, \MailKeys.sender, in: MailKeys(), "Who the mail is from, name@example.org."),
        SettingKey("to", .mailAddresses, \MailKeys.recipients, in: MailKeys(), "Who gets the mail."),
        SettingKey(
            "login-file", .path, \MailKeys.loginFile, in: MailKeys(),
            "A file with the name for the mail server in its first line and the password in its second."),
    ]
    package static let uses = [
        "from": "is for mail only", "to": "is for mail only", "login-file": "is for mail only",
    ]

    package var isChosen: Bool { !server.isEmpty }
    package var tellsPeople: Bool { true }
    package var target: String { recipients.joined(separator: " ") }

    package func problems(said: Set<String>) -> [(key: String, text: String)] {
        var problems: [(key: String, text: String)] = []
        if sender.isEmpty { problems.append((Self.name, "mail needs a sender; write from = name@example.org")) }
        if recipients.isEmpty { problems.append((Self.name, "mail needs a recipient; write to = name@example.org")) }
        return problems
    }

    package func sender(credentials: String?) throws(HookProblem) -> (any HookSender)? {
        guard isChosen else { return nil }
        return MailSender(
            server: server, sender: sender, recipients: recipients, login: try login(credentials))
    }

    private func login(_ credentials: String?) throws(HookProblem) -> MailLogin? {
        guard let loginFile else { return nil }
        let file = SecretFile(name: "login file", path: loginFile, credentialsDirectory: credentials)
        do throws(SecretFileError) { return try file.secrets(MailLogin.all(in:)).first } catch {
            throw HookProblem("login-file", error.description, mayPass: error.kind == .unavailable)
        }
    }
}

extension ValueKind<String> {
    /// A mail server's address, with nothing behind the port.
    fileprivate static let mailServer = ValueKind(
        read: { (value) throws(ValueError) in
            guard !value.text.isEmpty else { return "" }
            let hint = "write smtp://HOST:587 or smtps://HOST"
            guard let scheme = ["smtp://", "smtps://"].first(where: value.text.hasPrefix) else {
                throw ValueError("not a mail server", got: value.text, hint)
            }
            guard !value.text.contains("@") else {
                throw ValueError("has a user name or password in the address; they belong in login-file")
            }
            let place = value.text.dropFirst(scheme.count)
            guard !place.contains(where: { "/?#".contains($0) }) else {
                throw ValueError("not a mail server", got: value.text, hint)
            }
            do throws(ValueError) { _ = try HTTPAddress("https://\(place)") } catch {
                throw ValueError("not a mail server", got: value.text, hint)
            }
            return value.text
        },
        write: { $0 })

    /// One address, `name@example.org`.
    fileprivate static let mailAddress = ValueKind(
        read: { (value) throws(ValueError) in
            guard !value.text.isEmpty else { return "" }
            return try checked(value.text)
        },
        write: { $0 })

    /// The plain form of an address (RFC 5321, section 4.1.2): no comments, quotes or names, which nothing here needs.
    fileprivate static func checked(_ text: String) throws(ValueError) -> String {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>()[],;:\\\"".utf8.contains($0) }
        guard isPlain, parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), text.utf8.count <= 254,
            !text.hasPrefix("-")
        else { throw ValueError("not a mail address", got: text, "write name@example.org") }
        return text
    }
}

extension ValueKind<[String]> {
    /// Addresses with blanks between them.
    fileprivate static let mailAddresses = ValueKind(
        read: { (value) throws(ValueError) in
            var addresses: [String] = []
            for word in value.words { addresses.append(try ValueKind<String>.checked(word)) }
            guard addresses.count <= 50 else { throw ValueError("more than 50 addresses; name a mailing list instead") }
            return addresses
        },
        write: { $0.joined(separator: " ") })
}
