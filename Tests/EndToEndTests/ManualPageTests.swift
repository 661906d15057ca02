import Glibc
import Testing

@testable import EndToEndSupport

/// The manual pages as a system has them once they are installed.
@Suite struct ManualPageTests {
    @Test func everyPageThatAnotherNamesIsInstalled() throws {
        let place = try Place()
        let directory = place.file("man")
        #expect(try place.control("man", "--install", directory).code == 1)
        #expect(mkdir(directory, 0o700) == 0)
        let installed = try place.control("man", "--install", directory)
        #expect(installed.code == 0)
        #expect(installed.errors.contains("pages below \(directory)"))
        #expect(!installed.errors.contains("without"))
        var named: Set<String> = []
        var count = 0
        for section in ["man1", "man5", "man8"] {
            for name in TextFile.names(in: "\(directory)/\(section)") {
                count += 1
                let page = TextFile.read("\(directory)/\(section)/\(name)") ?? ""
                #expect(page.contains("\n.SH ENVIRONMENT\n"), "\(name)")
                // The simulator lives in memory.
                #expect(page.contains("\n.SH FILES\n") || name == "ftsim.1", "\(name)")
                let lines = page.split(separator: "\n").drop { $0 != ".SH SEE ALSO" }
                for line in lines where line.hasPrefix(".BR ") {
                    let words = line.split(separator: " ")
                    guard words.count > 2, let section = words[2].split(whereSeparator: { "(),".contains($0) }).first
                    else { continue }
                    named.insert("man\(section)/\(words[1]).\(section)")
                }
            }
        }
        #expect(count > 40)
        #expect(named.isSuperset(of: ["man8/ftd.8", "man5/ftd.conf.5", "man1/ftctl.1"]))
        for page in named {
            #expect(TextFile.read("\(directory)/\(page)")?.isEmpty == false, "\(page)")
        }
        #expect(try place.control("man", "ftweb").output == TextFile.read("\(directory)/man8/ftweb.8"))
    }
}
