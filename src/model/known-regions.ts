import { nearest } from './nearest.ts'

/**
 * The regions that assume offers. It also accepts any other region, because AWS opens new ones.
 *
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const regions: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'ca-west-1'],
  ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'eusc-de-east-1'],
  ...['ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7'],
  ...['af-south-1', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1'],
  ...['us-gov-east-1', 'us-gov-west-1', 'cn-north-1', 'cn-northwest-1'],
]

const known: ReadonlySet<string> = new Set(regions)

/**
 * The region of a short form such as `use1` or `apne2`. The ids of its availability zones begin
 * with the short form.
 *
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
export const regionOfShortForm = (name: string): string | undefined =>
  /^[a-z]{3,5}\d$/.test(name) ? regions.find((region) => shortForm(region) === name) : undefined

function shortForm(region: string): string {
  const [continent = '', ...words] = region.split('-')
  const letters = words.map((word) =>
    word.replace(/^(north|south)(east|west)$/, '$1-$2').replace(/(^|-)([a-z])[a-z]*/g, '$2'),
  )
  return continent + letters.join('')
}

/**
 * The region that a mistyped name probably means. Undefined for a known region. Undefined also for
 * an unknown name in the usual form, because AWS may have opened it since, unless its first two
 * letters are swapped.
 */
export function regionMeant(name: string): string | undefined {
  const region = name.replaceAll('fips-', '').replaceAll('-fips', '')
  if (known.has(region) || otherName.test(region)) return undefined
  const [, continent = '', rest = ''] = usualForm.exec(region) ?? []
  if (continent === '') return regionOfShortForm(region) ?? nearest(region, regions)
  const swapped = `${continent.charAt(1)}${continent.charAt(0)}${rest}`
  return known.has(swapped) ? swapped : undefined
}

const usualForm =
  /^([a-z]{2})(-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9])$/

/** `aws-global` and the regions of partitions with restricted access. */
const otherName = /^(aws-.*|us-gov-.*|us-iso[a-z]?-.*|eu-isoe-.*|eusc-.*)$/
