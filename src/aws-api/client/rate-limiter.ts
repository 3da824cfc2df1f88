import { DefaultRateLimiter } from '@smithy/core/retry'
import type { RateLimiter } from './retries.ts'

// This file is a bundle of its own, for the retry mode `adaptive`. It imports only types of ours.

export const newRateLimiter = (): RateLimiter => new DefaultRateLimiter()
