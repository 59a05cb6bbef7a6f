import type { Finding } from '../model/diagnosis.ts';
import type { Difference } from '../model/release-plan.ts';

const mostSuspects = 3;

/** Parts of a task definition whose change fits a family of causes, the most suspicious first. */
const suspicious: readonly (readonly [family: RegExp, parts: readonly RegExp[]])[] = [
  [
    /^exit\.|^unknown$/,
    [
      /\.(?:secrets|environment)\[.*removed$/,
      /\.(?:command|entryPoint)\b/,
      /\.image\b/,
      /\.(?:secrets|environment|environmentFiles)\b/,
      /Role/,
      /^(?:cpu|memory)\b|\.(?:cpu|memory|memoryReservation)\b/,
    ],
  ],
  [/^command\./, [/\.(?:command|entryPoint|workingDirectory|user)\b/, /\.image\b/]],
  [
    /^health\./,
    [
      /\.portMappings\b/,
      /\.healthCheck\b/,
      /\.environment\[PORT\]/,
      /\.(?:secrets|environment)\[.*removed$/,
      /\.image\b/,
      /\.(?:command|entryPoint|environment|secrets)\b/,
      /^(?:cpu|memory)\b|\.(?:cpu|memory)\b/,
    ],
  ],
  [/^memory\./, [/^memory\b|\.(?:memory|memoryReservation)\b/, /\.image\b/]],
  [/^image\./, [/\.image\b/, /^runtimePlatform\b/, /^executionRoleArn\b|\.repositoryCredentials\b/]],
  [/^secret\./, [/\.secrets\b/, /^executionRoleArn\b/]],
  [/^logs?\./, [/\.logConfiguration\b/, /^executionRoleArn\b/]],
  [/^volume\.|^resource\./, [/^volumes\b|\.mountPoints\b/, /^executionRoleArn\b/]],
  [/^container\./, [/\.linuxParameters\b/, /\.image\b/]],
  [/^role\./, [/Role/]],
  [
    /^compute\.|^capacity\.|^network\./,
    [/^(?:requiresCompatibilities|networkMode|cpu|memory|placementConstraints)\b/],
  ],
  [/^(?:alarm|hook|gate)\./, [/\.image\b/, /\.(?:environment|secrets)\b/, /\.(?:command|entryPoint)\b/]],
];

/** Which changes since the last good release fit a cause. Of containers, those of the one that failed. */
export function suspectsOf({ id, container }: Finding, differences: readonly Difference[]): Difference[] {
  const parts = suspicious.find(([family]) => family.test(id))?.[1] ?? [];
  const own = differences.filter(({ path }) => isOf(container, path));
  const found = parts.flatMap((part) => own.filter((one) => part.test(`${one.path} ${one.kind}`)));
  return [...new Set(found)].slice(0, mostSuspects);
}

function isOf(container: string | undefined, path: string): boolean {
  const other = /^containerDefinitions\[([^\]]*)\]/.exec(path)?.[1];
  return container === undefined || other === undefined || other === container;
}
