package import FineTuning

/// What became of changes that were handed to the store.
package struct AppliedChanges: Sendable, Hashable {
    /// Whether anything was written at all.
    package var wrote = false
    /// The transitions that were new to the store.
    package var transitions: [Transition] = []
    /// The deliveries that are in the outbox now; an end that was announced before is not among them.
    package var deliveries: [Delivery] = []

    /// Nothing was written.
    package init() {}

    init(wrote: Bool) { self.wrote = wrote }
}
