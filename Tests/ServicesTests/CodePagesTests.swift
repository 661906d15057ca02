import Testing

@testable import Services

@Suite struct CodePagesTests {
    @Test func onlyCodeThatIsReadFromFilesIsGivenBack() {
        let map = """
            5581e0a51000-5581e16a3000 r-xp 00000000 fe:00 1441810                    /usr/bin/a program
            5581e16a3000-5581e16f0000 r--p 00c51000 fe:00 1441810                    /usr/bin/a program
            5581e16f0000-5581e17c0000 rw-p 00c9d000 fe:00 1441810                    /usr/bin/a program
            7f1b2c000000-7f1b2c021000 r-xp 00000000 00:00 0
            7f1b2d000000-7f1b2d001000 rwxp 00000000 fe:00 1441811                    /usr/lib/odd.so
            7ffd4a7d6000-7ffd4a7d8000 r-xp 00000000 00:00 0                          [vdso]
            broken-line r-xp 00000000 fe:00 7 /usr/lib/x.so
            """
        #expect(CodePages.ranges(in: map) == [0x5581_e0a5_1000..<0x5581_e16a_3000])
    }

    @Test func theProgramGoesOnWithoutThem() throws {
        try CodePages.giveBack()
        #expect([3, 1, 2].sorted() == [1, 2, 3])
    }
}
