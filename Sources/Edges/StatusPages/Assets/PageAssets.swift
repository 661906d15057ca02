/// The files that belong to the pages; nothing is loaded from anywhere else.
package enum PageAssets {
    /// What browsers may do with a page: show it, with our own style, script and icon, and ask us for more.
    package static let contentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// `icon.svg`.
    package static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b57a4"/>\
        <path d="M5 8c7 0 6 15 22 15" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/></svg>

        """
}
