/// One message for a mail server, with everything that bounds its way.
package struct MailRequest: Sendable, Hashable {
    /// A name and password for the server.
    package struct Login: Sendable, Hashable {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// `smtp://HOST:PORT`, or `smtps://` for TLS from the first byte.
    package var server: String
    /// The sender's address, as in `ftd@example.org`.
    package var sender: String
    /// The recipients' addresses; the server must take all of them.
    package var recipients: [String]
    /// Headers and body with line ends of CR and LF (RFC 5322).
    package var message: [UInt8]
    /// Nil for none.
    package var login: Login?
    /// Bound of the whole exchange.
    package var timeout: Duration
    /// Bound of name resolution, connection and TLS handshake together.
    package var connectTimeout: Duration
    /// Ends once the server has greeted us and taken the login: no mail is sent.
    package var connectsOnly: Bool

    package init(
        server: String, sender: String, recipients: [String], message: [UInt8], login: Login? = nil,
        timeout: Duration, connectTimeout: Duration, connectsOnly: Bool = false
    ) {
        self.server = server
        self.sender = sender
        self.recipients = recipients
        self.message = message
        self.login = login
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.connectsOnly = connectsOnly
    }
}
