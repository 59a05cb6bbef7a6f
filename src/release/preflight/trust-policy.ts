/** What a trust policy says of one who would assume its role. */
export type Trust =
  | { readonly kind: 'may-assume' }
  /** With those who may instead, as the policy names them. */
  | { readonly kind: 'may-not'; readonly trusted: readonly string[] }
  /** `negated`: it allows everything but something, or everybody but somebody. */
  | { readonly kind: 'unreadable'; readonly because: 'no-json' | 'negated' };

/**
 * Whether a service of AWS may assume a role with this trust policy. Conditions are taken as met, and statements that deny are not
 * weighed: what is doubtful is left to AWS. Pure.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * @param document JSON
 * @param service `ecs-tasks.amazonaws.com`
 */
export function trustOf(document: string, service: string): Trust {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    return { kind: 'unreadable', because: 'no-json' };
  }
  const statements = listOf((parsed as { readonly Statement?: unknown } | null)?.Statement);
  const allowing = (statements as readonly Statement[]).filter(({ Effect }) => Effect === 'Allow');
  const trusted = allowing.flatMap(principalsOf);
  if (trusted.some((principal) => principal === '*' || isService(principal, service))) {
    return { kind: 'may-assume' };
  }
  if (allowing.some(({ NotAction, NotPrincipal }) => NotAction !== undefined || NotPrincipal !== undefined)) {
    return { kind: 'unreadable', because: 'negated' };
  }
  return { kind: 'may-not', trusted: [...new Set(trusted)] };
}

/** Some services have a principal in each region besides: `codedeploy.eu-west-1.amazonaws.com`, in China with `.cn`. */
function isService(principal: string, service: string): boolean {
  if (principal === service) return true;
  const [name = '', ...place] = principal.split('.');
  return (
    `${name}.amazonaws.com` === service && /^(?:[a-z0-9-]+\.)?amazonaws\.com(?:\.cn)?$/.test(place.join('.'))
  );
}

interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
}

/** Those who may assume the role by this statement. */
function principalsOf({ Action, Principal }: Statement): string[] {
  if (!textsOf(Action).some((action) => covers(action, 'sts:AssumeRole'))) return [];
  if (typeof Principal === 'string') return [Principal];
  return Object.values((Principal ?? {}) as Readonly<Record<string, unknown>>).flatMap(textsOf);
}

/** Letters of either case; `*` stands for any number of characters, `?` for one. */
function covers(pattern: string, action: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  const expression = escaped.replaceAll(/\*+/g, '.*').replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'i').test(action);
}

function textsOf(value: unknown): string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string');
}

/** IAM takes one where it takes several. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}
