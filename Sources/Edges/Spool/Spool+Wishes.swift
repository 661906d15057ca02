package import Files
package import FineTuning
import Glibc
import JSONText

extension Spool {
    private static let wishSuffix = ".wish"

    /// Leaves a wish for `ftd`; after the call it survives a crash.
    ///
    /// Its file has a name that nobody can foresee, so that nobody can take it before.
    ///
    /// - Returns: the wish as it lies there, to ask whether `ftd` has granted it.
    @discardableResult
    package func leave(_ wish: Wish) throws(FileError) -> SpooledWish {
        let number = UInt64.random(in: .min ... .max)
        let spooled = SpooledWish(wish: wish, user: geteuid(), name: "\(number)\(Self.wishSuffix)")
        try WholeFile.replace(
            "\(directory)/\(spooled.name)", with: JSONWriter.bytes(wish.json) + [UInt8(ascii: "\n")], mode: 0o640,
            durability: .machine)
        return spooled
    }

    /// Leaves word that a model was asked, unless word of the last hour lies there: who asks often leaves one file.
    package func leave(_ note: UseNote) throws(FileError) {
        for spooled in try wishes().wishes where spooled.user == geteuid() {
            guard case .used(let earlier) = spooled.wish, earlier.account == note.account, earlier.model == note.model
            else { continue }
            guard note.usedAt - earlier.usedAt >= .seconds(3600) else { return }
            try remove(spooled)
        }
        try leave(.used(note))
    }

    /// Whether a wish still lies there: `ftd` has not come to it yet.
    package func isOpen(_ wish: SpooledWish) -> Bool { access("\(directory)/\(wish.name)", F_OK) == 0 }

    /// Every wish in the spool, and what could not be read.
    package func wishes() throws(FileError) -> (wishes: [SpooledWish], unreadable: [FileError]) {
        var reading = SpoolReading(directory, trusted: believed)
        var wishes: [SpooledWish] = []
        for name in try reading.names(endingIn: Self.wishSuffix) {
            guard let (text, user) = reading.file(name) else { continue }
            if let wish = text.flatMap(Wish.init(json:)) {
                wishes.append(SpooledWish(wish: wish, user: user, name: name))
            } else {
                reading.complain(
                    FileError(
                        "read", "\(directory)/\(name)", cause: "it is no wish that this version knows",
                        hint: "remove it"))
            }
        }
        return (wishes, reading.problems)
    }

    /// Takes a wish away that was granted, or cannot be.
    package func remove(_ wish: SpooledWish) throws(FileError) {
        let path = "\(directory)/\(wish.name)"
        guard unlink(path) == 0 || errno == ENOENT else { throw FileError("remove", path, errno: errno) }
    }
}
