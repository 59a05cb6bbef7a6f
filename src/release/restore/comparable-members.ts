type Members = Readonly<Record<string, unknown>>;

/**
 * A member of a service revision so that two that mean the same are equal: without AWS's defaults, and without an order where AWS knows none.
 * Undefined for what is as good as not there. Pure.
 */
export function comparable(name: string, value: unknown): unknown {
  const plain = ordered(value);
  if (isEmpty(plain)) return undefined;
  switch (name) {
    case 'capacityProviderStrategy':
      // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
      return sorted((plain as readonly Members[]).map((item) => ({ base: 0, weight: 0, ...item })));
    case 'networkConfiguration': {
      const { awsvpcConfiguration: vpc } = plain as { readonly awsvpcConfiguration?: Members };
      return vpc === undefined ? undefined : { awsvpcConfiguration: { assignPublicIp: 'DISABLED', ...vpc } };
    }
    case 'serviceConnectConfiguration':
      return (plain as Members)['enabled'] === false ? undefined : plain;
    case 'loadBalancers':
    case 'serviceRegistries':
    case 'volumeConfigurations':
    case 'vpcLatticeConfigurations':
      return sorted(plain as readonly Members[]);
    default:
      return plain;
  }
}

const lists: ReadonlySet<string> = new Set(['subnets', 'securityGroups']);

/** With its members by name, without those that hold nothing. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .map(([name, member]) => {
      const inner = ordered(member);
      return [name, lists.has(name) && Array.isArray(inner) ? inner.toSorted() : inner] as const;
    })
    .filter(([, member]) => !isEmpty(member));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sorted(items: readonly Members[]): unknown[] {
  return items
    .map((item) => [JSON.stringify(ordered(item)), ordered(item)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
