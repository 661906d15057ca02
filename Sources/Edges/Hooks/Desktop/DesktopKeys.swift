package import Settings

/// The keys of hooks that show a notice on a person's desktop.
package struct DesktopKeys: HookKind {
    /// Whether notices are shown.
    package var notifies = false

    package init() {}

    package static let name = "notify"
    package static let sample = "yes"
    package static let table = [
        SettingKey(
            name, .boolean, \DesktopKeys.notifies, in: DesktopKeys(),
            "… or, with yes, your own desktop, by notify-send; for the user unit, within a session.")
    ]

    package var isChosen: Bool { notifies }
    package var tellsPeople: Bool { true }
    package var target: String { "desktop" }

    package func sender(credentials: String?) -> (any HookSender)? { notifies ? DesktopSender() : nil }
}
