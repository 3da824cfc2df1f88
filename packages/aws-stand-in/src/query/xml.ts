/** XML elements by name. Undefined elements are omitted. List items become `member` elements. */
export interface Tree {
  readonly [name: string]: string | number | Tree | readonly (Tree | string)[] | undefined
}

type List = readonly (Tree | string)[]

export function xml(tree: Tree): string {
  return Object.entries(tree)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => {
      const inside = content instanceof Object ? inner(content) : escaped(String(content))
      return `<${name}>${inside}</${name}>`
    })
    .join('')
}

const inner = (content: Tree | List) =>
  isList(content) ? content.map((member) => xml({ member })).join('') : xml(content)

const isList = (content: Tree | List): content is List => Array.isArray(content)

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
