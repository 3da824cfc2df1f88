/** Parses an environment in the format of `env -0` and of `/proc/PID/environ`. */
export const printedVariables = (text: string): (readonly [name: string, value: string])[] =>
  text
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [name = '', value = ''] = entry.split(/=(.*)/s, 2)
      return [name, value]
    })
