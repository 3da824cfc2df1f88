/**
 * A `credential_process` printed another kind of keys than the plan expects: long-term keys instead of
 * temporary ones, or the reverse. Nothing has been sent to AWS yet, so the plan can be made again.
 */
export class OtherKindOfKeys extends Error {}
