import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DataDocument } from '../../model/data-document.ts';
import type { Leftover } from '../../model/initialised.ts';
import { relativePath } from '../ecspresso/definition-from-ecspresso.ts';
import { compact, textOf, type Members } from '../members.ts';
import type { TranslationOrder } from '../translation-order.ts';
import { resolveExpressions } from './expressions.ts';
import { leftInputs } from './left-inputs.ts';
import { renderedChain } from './rendered-chain.ts';
import type { Step } from './steps.ts';

/** A service that a deploy step releases, in ours. */
export interface ServiceOfStep {
  readonly cluster: string;
  /** At AWS. */
  readonly service: string;
  /** Its members in our file but for `service` and `codedeploy`. */
  readonly members: Members;
  readonly codedeploy: Members;
  readonly leftovers: readonly Leftover[];
}

/** One deploy step; undefined where it names no service. */
export function serviceFromStep(
  order: TranslationOrder,
  document: DataDocument,
  { deploy, steps, only }: { readonly deploy: Step; readonly steps: readonly Step[]; readonly only: boolean },
): { readonly service?: ServiceOfStep; readonly leftovers: readonly Leftover[] } {
  const leftovers: Leftover[] = [];
  const lineOf = (step: Step, input: string): number =>
    document.originOf([...step.path, 'with', input]).nameAt.line;
  const read = (step: Step, input: string): string | undefined => {
    const text = textOf(step.with[input]);
    if (text === undefined) return undefined;
    const resolved = resolveExpressions(text, step.environment);
    for (const { expression, reference } of resolved.unknown) {
      const at = { file: order.shownAs, line: lineOf(step, input) };
      leftovers.push({ reason: 'expression', what: `${input}: ${expression}`, instead: reference, ...at });
    }
    return resolved.text;
  };

  const { file, renders } = renderedChain(deploy, steps);
  leftovers.push(...leftInputs(order.shownAs, { deploy, renders, lineOf }));
  const named = (only ? order.service : undefined) ?? read(deploy, 'service');
  if (named === undefined) {
    leftovers.push({ reason: 'no-service', what: 'step', file: order.shownAs, line: deploy.line });
    return { leftovers };
  }
  const definition = definitionOf(order, file);
  if (file !== undefined && definition === undefined) {
    const [first = deploy] = renders;
    const at = { file: order.shownAs, line: lineOf(first, 'task-definition') };
    leftovers.push({ reason: 'file-missing', what: `task-definition ${file}`, ...at });
  }
  const appSpec = textOf(deploy.with['codedeploy-appspec']);
  if (appSpec !== undefined && fileOf(order, appSpec) === undefined) {
    const at = { file: order.shownAs, line: lineOf(deploy, 'codedeploy-appspec') };
    leftovers.push({ reason: 'appspec-missing', what: `codedeploy-appspec ${appSpec}`, ...at });
  }
  const cluster = order.cluster ?? read(deploy, 'cluster') ?? 'default';
  const minutes = textOf(deploy.with['wait-for-minutes']);
  const service: ServiceOfStep = {
    cluster,
    service: named,
    members: compact({
      taskDefinition: definition,
      containers: containersOf(renders),
      timeout: minutes === undefined ? undefined : `${minutes}m`,
    }),
    codedeploy: codeDeployOf(order, deploy, {
      cluster,
      service: named,
      read: (input) => read(deploy, input),
    }),
    leftovers,
  };
  return { service, leftovers };
}

/**
 * The containers that take an image which the workflow makes. Where it makes several, none is named: whoever gave one image for all would
 * put it into the wrong containers too.
 */
function containersOf(renders: readonly Step[]): readonly string[] | undefined {
  const made = renders.filter(({ with: inputs }) => (textOf(inputs['image']) ?? '').includes('${{'));
  const images = new Set(made.map(({ with: inputs }) => textOf(inputs['image'])));
  const names = made.map(
    (step) => resolveExpressions(textOf(step.with['container-name']) ?? '', step.environment).text,
  );
  const distinct = [...new Set(names)].filter((name) => name !== '');
  return images.size !== 1 || distinct.length === 0 ? undefined : distinct;
}

/** Their file, where it is there: paths of a workflow begin at the root of the repository. */
function definitionOf(order: TranslationOrder, file: string | undefined): string | undefined {
  if (file === undefined || file.includes('${{')) return undefined;
  const found = fileOf(order, file);
  return found === undefined ? undefined : relativePath(order.directory, found);
}

function fileOf({ file: workflow }: TranslationOrder, file: string): string | undefined {
  const [root = path.dirname(workflow)] = workflow.split(/[\\/]\.github[\\/]/);
  const found = path.resolve(
    root.endsWith('.yml') || root.endsWith('.yaml') ? path.dirname(root) : root,
    file,
  );
  return existsSync(found) ? found : undefined;
}

interface Named {
  readonly cluster: string;
  readonly service: string;
  readonly read: (input: string) => string | undefined;
}

/** With the names that the action takes where none are given: `AppECS-<cluster>-<service>`. */
function codeDeployOf(
  order: TranslationOrder,
  { with: inputs }: Step,
  { cluster, service, read }: Named,
): Members {
  if (!Object.keys(inputs).some((input) => input.startsWith('codedeploy-'))) return {};
  const appSpec = textOf(inputs['codedeploy-appspec']);
  const found = appSpec === undefined ? undefined : fileOf(order, appSpec);
  return compact({
    application: read('codedeploy-application') ?? `AppECS-${cluster}-${service}`,
    group: read('codedeploy-deployment-group') ?? `DgpECS-${cluster}-${service}`,
    config: read('codedeploy-deployment-config'),
    appspec: found === undefined ? undefined : relativePath(order.directory, found),
  });
}
