/** A set of AWS keys, in the SDK's spelling. Never printed, logged or put into an error. */
export interface Credentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    /** Absent for the long-lived keys of an IAM user. */
    readonly sessionToken?: string;
    readonly expiration?: Date;
    /** Twelve digits, where whoever gave the keys says so. */
    readonly accountId?: string;
}
