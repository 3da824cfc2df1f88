import type { Credentials } from './credentials.ts';
/** What a shell ends up holding. */
export interface Session {
    /** For the prompt: the profile's name, else the role's, with `@ACCOUNT` when that is another one. */
    readonly label: string;
    readonly credentials: Credentials;
    /** Twelve digits; absent when nothing told. */
    readonly accountId?: string;
    /** Settings that the role's profile or an option names (`AWS_REGION`, `AWS_ENDPOINT_URL` …). */
    readonly settings: Readonly<Record<string, string>>;
    /** For the wrapper, which reads no settings. */
    readonly prompt?: SessionPrompt;
}
/** What the prompt is to know of a session. */
export interface SessionPrompt {
    /** It is one that the setting `danger` warns of. */
    readonly isDanger: boolean;
    /** How the segment looks, as the settings have it. */
    readonly style?: string;
    /** From when on the prompt may renew it, if that takes no question. */
    readonly renewAt?: Date;
}
