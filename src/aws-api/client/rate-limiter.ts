import { DefaultRateLimiter } from '@smithy/core/retry'
import type { RateLimiter } from './retries.ts'

// This file loads the AWS SDK, for the retry mode `adaptive`. Import it on demand.

export const newRateLimiter = (): RateLimiter => new DefaultRateLimiter()
