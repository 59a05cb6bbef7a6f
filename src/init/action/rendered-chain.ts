import { textOf } from '../members.ts';
import type { Step } from './steps.ts';

/** What a deploy step releases: a file, and the render steps that it went through. */
export interface RenderedChain {
  /** As the first step names it, expressions and all; undefined where it is a family or an ARN. */
  readonly file: string | undefined;
  readonly renders: readonly Step[];
}

/** Follows `${{ steps.<id>.outputs.task-definition }}` back to the file. */
export function renderedChain(deploy: Step, steps: readonly Step[]): RenderedChain {
  const renders: Step[] = [];
  let file = textOf(deploy.with['task-definition']);
  for (;;) {
    const id = /^\$\{\{\s*steps\.([\w-]+)\.outputs\.task-definition\s*\}\}$/.exec(file ?? '')?.[1];
    const render = steps.find(
      (step) =>
        step.action === 'render' && step.job === deploy.job && step.id === id && !renders.includes(step),
    );
    if (id === undefined || render === undefined)
      return { file: id === undefined ? file : undefined, renders };
    renders.unshift(render);
    file = textOf(render.with['task-definition']);
  }
}
