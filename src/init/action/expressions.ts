import { asVariable } from '../variable-name.ts';
import { literalInConfig } from '../literal.ts';
import { mapOf, textOf } from '../members.ts';

export interface Resolved {
  /** For `ecsdeploy.yml`: values that the workflow writes down, and references for what only it knows when it runs. */
  readonly text: string;
  /** Expressions that became a variable, with what stands for them. */
  readonly unknown: readonly { readonly expression: string; readonly reference: string }[];
}

/** What `${{ env.NAME }}` means at a step: the workflow's `env`, the job's, its own. */
export type StepEnvironment = Readonly<Record<string, string>>;

// https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
const ofGit: Readonly<Record<string, string>> = {
  'github.sha': '${git:sha}',
  'github.ref_name': '${git:branch}',
  'github.head_ref': '${git:branch}',
};

/** Puts in what the workflow itself says, and references of ours for the rest. */
export function resolveExpressions(text: string, environment: StepEnvironment, depth = 0): Resolved {
  const unknown: { expression: string; reference: string }[] = [];
  let resolved = '';
  let from = 0;
  for (const match of text.matchAll(/\$\{\{(.*?)\}\}/g)) {
    const [whole, inner = ''] = match;
    resolved += literalInConfig(text.slice(from, match.index));
    from = match.index + whole.length;
    const expression = inner.trim();
    const variable = /^env\.([A-Za-z_]\w*)$/.exec(expression)?.[1];
    const known = variable === undefined ? undefined : environment[variable];
    const reference = ofGit[expression];
    if (known !== undefined && depth < 5) {
      const within = resolveExpressions(known, environment, depth + 1);
      resolved += within.text;
      unknown.push(...within.unknown);
    } else if (reference !== undefined) resolved += reference;
    else {
      const name = `\${env:${nameFor(expression)}}`;
      unknown.push({ expression: whole, reference: name });
      resolved += name;
    }
  }
  return { text: resolved + literalInConfig(text.slice(from)), unknown };
}

/** `vars.ECS_CLUSTER` → `ECS_CLUSTER`, `steps.network.outputs.subnets` → `NETWORK_SUBNETS`. */
function nameFor(expression: string): string {
  const simple = /^(?:env|vars|secrets|inputs|github\.event\.inputs)\.([A-Za-z_][\w-]*)$/.exec(
    expression,
  )?.[1];
  if (simple !== undefined) return asVariable(simple).toUpperCase();
  const output = /^(?:steps|needs)\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression);
  return output === null ? asVariable(expression) : asVariable(`${output[1] ?? ''}.${output[2] ?? ''}`);
}

/** The variables of several `env` maps, the last one winning. */
export function environmentOf(...maps: readonly unknown[]): StepEnvironment {
  const entries = maps.flatMap((map) => Object.entries(mapOf(map)));
  return Object.fromEntries(
    entries.flatMap(([name, value]): [string, string][] => {
      const text = typeof value === 'boolean' ? String(value) : textOf(value);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}
