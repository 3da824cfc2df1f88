/**
 * The error codes of the system (`ENOBUFS`) and of Node (`ERR_SYSTEM_ERROR`). It excludes codes
 * that mean that the server does not speak TLS.
 */
export const errorOfThisMachine = /^(?!EPROTO$|ERR_SSL_)(E[A-Z\d]+|ERR_\w+)$/
