/** Sets no endpoint, so that assume calls the STS of AWS, but through a proxy that does not exist. */
export const atAws = { AWS_ENDPOINT_URL_STS: '', HTTPS_PROXY: 'http://127.0.0.1:1' } as const
