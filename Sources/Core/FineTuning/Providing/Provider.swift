/// A fine-tuning server, one method a call: no retries, nothing remembered.
///
/// Every method blocks for as long as its bounds allow and throws `ProviderError`. Whoever makes one from settings and a
/// key knows which server it speaks to; everybody else knows these calls only.
public protocol Provider: Sendable {
    /// The longest that an ordinary call takes, connection included; what moves whole files says so itself.
    var callBound: Duration { get }

    /// Jobs, newest first.
    ///
    /// - Parameters:
    ///   - after: the last id of the page before.
    ///   - limit: how many to ask for; a server may give fewer.
    ///   - metadata: only jobs that carry all these pairs; a server that does not know the filter ignores or refuses it.
    func listJobs(after: JobID?, limit: Int, metadata: [MetadataPair]) throws(ProviderError) -> Page<Job>

    /// Jobs, newest first, unless the answer is one that was read already.
    ///
    /// - Parameters:
    ///   - after: the last id of the page before.
    ///   - limit: how many to ask for; a server may give fewer.
    ///   - text: an answer that was read before; nil for none.
    func listJobs(after: JobID?, limit: Int, unless text: PageText?) throws(ProviderError) -> JobPage

    /// One job; an answer that is another job, or no job, is an error.
    func job(_ id: JobID) throws(ProviderError) -> Job

    /// Makes a job, with one request on the wire at the most.
    ///
    /// An error whose ``ProviderError/mayHaveHappened`` is true leaves open whether there is a job now.
    func createJob(_ request: JobRequest) throws(ProviderError) -> Job

    /// Ends a job that has not ended.
    func cancelJob(_ id: JobID) throws(ProviderError) -> Job

    /// Stops a running job until it is resumed.
    func pauseJob(_ id: JobID) throws(ProviderError) -> Job

    /// Lets a paused job go on.
    func resumeJob(_ id: JobID) throws(ProviderError) -> Job

    /// The job's own log, newest first.
    func events(of id: JobID, after: JobEventID?, limit: Int) throws(ProviderError) -> Page<JobEvent>

    /// The models that were saved on the way, newest first.
    func checkpoints(of id: JobID, after: CheckpointID?, limit: Int) throws(ProviderError) -> Page<Checkpoint>

    /// The numbers of a results file, in its order; nil when it is no table of steps.
    ///
    /// - Parameters:
    ///   - largest: more bytes than this are an error.
    ///   - timeout: bound of the whole download.
    func results(_ file: FileID, largest: Int, timeout: Duration) throws(ProviderError) -> [MetricPoint]?

    /// Uploads a training or validation file, streamed from disk, with one request on the wire at the most.
    ///
    /// - Parameters:
    ///   - path: a regular file.
    ///   - size: its size in bytes, for the bound only.
    ///   - filename: the name at the server.
    ///   - progress: bytes sent and bytes in all, form included; called on this thread.
    func uploadFile(
        path: String, size: Int64, filename: String, progress: (@Sendable (_ sent: Int64, _ total: Int64) -> Void)?
    ) throws(ProviderError) -> RemoteFile

    /// One file; an answer that is another file, or none, is an error.
    func file(_ id: FileID) throws(ProviderError) -> RemoteFile

    /// Files, newest first.
    func listFiles(after: FileID?, limit: Int, purpose: String?) throws(ProviderError) -> Page<RemoteFile>

    /// Deletes a file; a file that is not there is an error of kind `notFound`.
    func deleteFile(_ id: FileID) throws(ProviderError)

    /// A file's bytes, piece by piece.
    ///
    /// - Parameters:
    ///   - largest: more bytes than this are an error.
    ///   - timeout: bound of the whole download; nil for one that suits `largest` bytes on a slow line.
    ///   - receive: takes the next bytes; false ends the download with an error.
    func downloadFile(
        _ id: FileID, largest: Int, timeout: Duration?, receive: (UnsafeRawBufferPointer) -> Bool
    ) throws(ProviderError)

    /// Every model that the key sees.
    func models() throws(ProviderError) -> [RemoteModel]

    /// One model; an answer that is another model, or none, is an error.
    func model(_ name: ModelName) throws(ProviderError) -> RemoteModel

    /// Deletes a tuned model; one that is not there is an error of kind `notFound`.
    func deleteModel(_ name: ModelName) throws(ProviderError)

    /// Asks a model one question.
    func chat(_ question: ChatQuestion) throws(ProviderError) -> ChatAnswer

    /// Asks a model one question, and hands over the answer as it is written.
    ///
    /// - Parameter receive: takes the next piece of the text; false ends the call with an error.
    /// - Returns: the whole answer; its `raw` is empty.
    func chat(_ question: ChatQuestion, receive: (String) -> Bool) throws(ProviderError) -> ChatAnswer
}
