/**
 * A `credential_process` has printed keys of another kind than the plan was made for: those of a
 * user instead of temporary ones, or the other way round. Nothing has been sent to AWS yet, so the
 * plan can be made anew.
 */
export class OtherKindOfKeys extends Error {}
