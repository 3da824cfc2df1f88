/** No endpoint is named, so AWS's own STS would be called: through a proxy that is not there. */
export const atAws = { AWS_ENDPOINT_URL_STS: '', HTTPS_PROXY: 'http://127.0.0.1:1' } as const
