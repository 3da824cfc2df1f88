/**
 * The codes of the system (`ENOBUFS`) and of Node (`ERR_SYSTEM_ERROR`), but for those that say that the
 * other side does not speak TLS.
 */
export const errorOfThisMachine = /^(?!EPROTO$|ERR_SSL_)(E[A-Z\d]+|ERR_\w+)$/
