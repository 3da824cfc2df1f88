/** How a step of handing out keys goes wrong. */
export type MetadataFault =
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Closes the connection without an answer. */
  | { readonly kind: 'drop' }
  /** Begins an answer, and sends a little more of it now and then. */
  | { readonly kind: 'drip' }
  /** Answers with this, whatever it is. */
  | {
      readonly kind: 'raw'
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Answers properly but for these fields; undefined leaves one out. */
  | { readonly kind: 'alter'; readonly fields: Readonly<Record<string, unknown>> }

/** What is asked for; each can go wrong by itself. */
export type MetadataStep = 'token' | 'role' | 'keys'
