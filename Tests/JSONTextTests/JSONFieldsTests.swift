import JSONText
import Testing

@Suite struct JSONFieldsTests {
    private struct Wheel: Sendable { let size: Int }

    private struct Car: Sendable {
        let name: String
        let wheels: [Wheel]
        let spare: Wheel?
    }

    private static let wheel: JSONFields<Wheel> = [JSONField("size", "in inches") { .integer($0.size) }]

    private static let car: JSONFields<Car> =
        [
            JSONField("name", "what it is called") { .string($0.name) },
            .list("wheels", "front ones first", wheel) { $0.wheels },
        ] + [.object("spare", "the spare wheel", wheel) { $0.spare }]

    @Test func whatIsWrittenIsWhatIsDeclared() {
        let object = Self.car.object(Car(name: "a", wheels: [Wheel(size: 14), Wheel(size: 15)], spare: nil))
        #expect(JSONWriter.text(.object(object)) == #"{"name":"a","wheels":[{"size":14},{"size":15}],"spare":null}"#)
        let size = JSONFieldNote(key: "size", meaning: "in inches")
        #expect(
            Self.car.notes == [
                JSONFieldNote(key: "name", meaning: "what it is called"),
                JSONFieldNote(key: "wheels", meaning: "front ones first", fields: [size], isList: true),
                JSONFieldNote(key: "spare", meaning: "the spare wheel", fields: [size]),
            ])
    }

    @Test func fieldsOfAPartServeTheWhole() {
        let fields = Self.wheel.map { (car: Car) in car.wheels[0] }
        let object = fields.object(Car(name: "a", wheels: [Wheel(size: 14)], spare: nil))
        #expect(JSONWriter.text(.object(object)) == #"{"size":14}"#)
        #expect(fields.notes == Self.wheel.notes)
    }
}
