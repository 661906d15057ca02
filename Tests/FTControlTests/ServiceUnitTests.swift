import Testing

@testable import FTControl

/// Who installed a unit is told `systemctl`.
@Suite struct ServiceUnitTests {
    @Test(
        arguments: [
            ([], nil, "ftd"),
            (["/etc/systemd/system/ftd.service"], .system, "sudo systemctl start ftd"),
            (["/usr/lib/systemd/system/ftd.service"], .system, "sudo systemctl start ftd"),
            (["/h/.config/systemd/user/ftd.service"], .user, "systemctl --user start ftd"),
            (
                ["/h/.config/systemd/user/ftd.service", "/etc/systemd/system/ftd.service"], .system,
                "sudo systemctl start ftd"
            ),
        ] as [([String], ServiceUnit?, String)])
    func theInstalledUnitIsFound(_ files: [String], _ unit: ServiceUnit?, _ start: String) {
        let found = ServiceUnit(home: "/h") { files.contains($0) }
        #expect(found == unit)
        #expect(ServiceUnit.start(found) == start)
    }
}
