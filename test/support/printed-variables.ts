/** The names and values of an environment as `env -0` prints it and as Linux shows it in /proc. */
export const printedVariables = (text: string): (readonly [name: string, value: string])[] =>
  text
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const [name = '', value = ''] = entry.split(/=(.*)/s, 2)
      return [name, value]
    })
