import Files
import JSONText
import TrainingData

/// Reads folders of recorded answers, without holding them.
public enum RecordReader {
    /// What a folder has recorded, in the order of the record.
    ///
    /// - Throws: ``EvaluationError`` when there is no record, or a line of it is none.
    public static func recorded(in folder: String) throws(EvaluationError) -> [RecordedAnswer] {
        guard try plan(of: folder) != nil else { throw .noRecords(folder: folder) }
        return try answers(in: folder)
    }

    /// The plan of a folder; nil where there is none.
    package static func plan(of folder: String) throws(EvaluationError) -> RecordingPlan? {
        let path = "\(folder)/\(RecordFolder.planName)"
        let bytes: [UInt8]
        do throws(FileError) {
            guard let found = try WholeFile.read(path) else { return nil }
            bytes = found
        } catch { throw .folder(error) }
        let json: JSONValue
        do throws(JSONSyntaxError) { json = try JSONValue.parse(bytes) } catch {
            throw .damaged(file: path, line: 1, cause: "it is no plan of recorded answers")
        }
        if let version = json["version"]?.number, version.integer != Int64(RecordingPlan.version) {
            throw .anotherVersion(folder: folder, version: version.text)
        }
        guard json["version"] != nil, let plan = RecordingPlan(json: json) else {
            throw .damaged(file: path, line: 1, cause: "it is no plan of recorded answers")
        }
        return plan
    }

    /// The whole lines of a record; a last one without its line feed is what a death left, or is being written.
    static func answers(in folder: String) throws(EvaluationError) -> [RecordedAnswer] {
        let path = "\(folder)/\(RecordFolder.recordName)"
        let answers: Result<[RecordedAnswer], EvaluationError>
        do throws(TrainingDataError) { answers = try read(path) } catch { throw .data(error) }
        return try answers.get()
    }

    private static func read(_ path: String) throws(TrainingDataError) -> Result<[RecordedAnswer], EvaluationError> {
        var answers: [RecordedAnswer] = []
        var lines = LineReader(try InputFile(.file(path)))
        while let line = try lines.next() {
            guard lines.hadLineFeed else { break }
            let json: JSONValue
            do throws(JSONSyntaxError) { json = try JSONValue.parse(line) } catch {
                let cause = "the record is not JSON here: expected \(error.expected)"
                return .failure(.damaged(file: path, line: lines.lineNumber, cause: cause))
            }
            guard let answer = RecordLine.read(json) else {
                return .failure(.damaged(file: path, line: lines.lineNumber, cause: "this is no recorded answer"))
            }
            answers.append(answer)
        }
        return .success(answers)
    }
}
