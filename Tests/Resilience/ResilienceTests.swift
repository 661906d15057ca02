import Testing

/// Deaths and faults by the hundred, one kind after the other: nothing lost, nothing twice.
///
///     .ci/resilience          all of it, some minutes
///     .ci/resilience short    about a minute
@Suite(.serialized, .enabled(if: Scale.isAsked, "FTD_RESILIENCE=short or full asks for it"))
enum ResilienceTests {}
