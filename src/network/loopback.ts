/** This very machine: nobody listens on the way, and no proxy reaches it. */
export const isLoopback = ({ hostname }: URL) =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
