/** Elements by name; an undefined one is left out. */
export interface Tree {
  readonly [name: string]: string | number | Tree | undefined
}

export function xml(tree: Tree): string {
  return Object.entries(tree)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => {
      const inside = content instanceof Object ? xml(content) : escaped(String(content))
      return `<${name}>${inside}</${name}>`
    })
    .join('')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
