/**
 * The options for every TLS connection. Node.js verifies certificates by default, but
 * NODE_TLS_REJECT_UNAUTHORIZED=0 disables that default, and many projects have it in their .env.
 */
export const verified = { rejectUnauthorized: true } as const
