import type { BuiltImage } from '../model/image-plan.ts';
import type { Engine } from './engines/engine.ts';
import { buildProgress } from './engines/build-progress.ts';
import { SourceChanged } from './errors.ts';
import type { ImageContext } from './image-context.ts';
import type { ImagePreparation } from './plan-image.ts';
import { imageLabels, recipeLabel, revisionLabel } from './recipe/labels.ts';
import { recipeOf } from './recipe/recipe.ts';

/**
 * Puts the image into the local engine under its name, unless one from the same source and recipe is there already.
 * @throws EcsdeployError `build.*`
 */
export async function buildImage(
  context: ImageContext,
  engine: Engine,
  preparation: ImagePreparation,
): Promise<BuiltImage> {
  const { plan } = preparation;
  const { reference, tag, revision } = plan;
  const labels = await engine.labelsOf(reference);
  const isThere =
    revision !== undefined && labels?.[revisionLabel] === revision && labels[recipeLabel] === plan.recipe;
  if (!isThere) await runBuild(context, engine, preparation, { push: false });
  const image: BuiltImage = { reference, tag, revision, how: isThere ? 'found-built' : 'built' };
  context.report({ type: 'build.ended', image });
  return image;
}

/**
 * Runs the engine's build and tells of every line.
 * @throws EcsdeployError `build.*`, SourceChanged
 */
export async function runBuild(
  { report, interrupt }: ImageContext,
  engine: Engine,
  preparation: ImagePreparation,
  { push }: { readonly push: boolean },
): Promise<void> {
  const { plan, request } = preparation;
  const { reference, recipe, revision } = plan;
  await requireSameSource(preparation);
  report({ type: 'build.started', reference, engine: engine.description });
  const onLine = (line: string): void => {
    report({ type: 'build.output', line, step: buildProgress(line) });
  };
  const labels = imageLabels({ recipe, revision });
  await engine.build({ settings: request.settings, reference, labels, push }, { onLine, signal: interrupt });
}

// Before the build and not after: the engine takes the files at its beginning, and who edits them later does no harm.
async function requireSameSource({ plan, request }: ImagePreparation): Promise<void> {
  const { settings, source } = request;
  const now = source.readAgain === undefined ? source.revision : await source.readAgain();
  const recipe = await recipeOf(settings, source.commit?.root);
  if (now !== source.revision || recipe !== plan.recipe) throw new SourceChanged(source.revision, now);
}
