import OpenAIAPI
import Settings

extension APIEndpoint {
    /// The endpoint of a configured account, with the key that belongs to its address.
    init(_ access: AccountAccess) {
        let account = access.account
        let header: KeyHeader
        switch account.authHeader {
        case .bearer: header = .bearer
        case .apiKey: header = .apiKey
        }
        self.init(
            baseURL: account.baseURL.text, key: EndpointKey(access.key.secret), keyHeader: header,
            organization: account.organization, project: account.project, query: account.query,
            createExtra: account.createExtra,
            connectTimeout: account.connectTimeout, timeout: account.timeout, allowHTTP: account.allowsHTTP)
    }
}
