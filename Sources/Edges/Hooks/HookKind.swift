package import Settings

/// A kind of hook: what its keys say, and the sender that is made of them.
package protocol HookKind: HookKindKeys {
    /// Makes the sender, nil where the keys do not choose this kind; reads what the kind keeps in files.
    ///
    /// - Parameter credentials: the service manager's directory, in which secret files may be readable for a group.
    /// - Throws: what is wrong with such a file, and which key names it.
    func sender(credentials: String?) throws(HookProblem) -> (any HookSender)?
}

/// The kinds of hooks there are.
package enum HookKinds {
    /// Every kind; a new one is a folder beside this file and a line here.
    package static let all: [any HookKind.Type] = [
        ProgramKeys.self,
        WebhookKeys.self,
        MailKeys.self,
        DesktopKeys.self,
    ]

    /// What reading a configuration needs to know of them.
    package static var keys: [any HookKindKeys.Type] { all }
}
