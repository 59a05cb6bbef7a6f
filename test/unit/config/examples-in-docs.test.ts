import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { environmentNames } from '../../../src/config/choose-environment.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import type { ResolvedService } from '../../../src/config/resolved-service.ts';

const docs = fileURLToPath(new URL('../../../docs', import.meta.url));

/** Whole files among the YAML of a page: pieces of one, and files of other programs, have no version. */
function examplesOf(page: string): string[] {
  const text = readFileSync(path.join(docs, page), 'utf8');
  return [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map(([, content = '']) => content)
    .filter((content) => /^version: 1$/m.test(content));
}

/** All services of the example, in every environment that it has. */
async function resolved(content: string): Promise<readonly ResolvedService[]> {
  const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-docs-'));
  await writeFile(path.join(startDirectory, 'ecsdeploy.yml'), content);
  const config = await loadConfig({ startDirectory, variables: {} });
  const names = environmentNames(config);
  return (names.length === 0 ? [undefined] : names).flatMap(
    (name) => resolveEnvironment(config, name).services,
  );
}

const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' })
  .filter((page) => page.endsWith('.md') && examplesOf(page).length > 0)
  .sort();

describe('examples of ecsdeploy.yml in the documentation', () => {
  it.each(pages)('%s shows what is valid in each environment', async (page) => {
    for (const content of examplesOf(page)) {
      expect((await resolved(content)).length).toBeGreaterThan(0);
    }
  });

  it('the page codedeploy shows each environment with a way of its own to move traffic', async () => {
    const [example = ''] = examplesOf('strategies/codedeploy.md');

    const services = await resolved(example);

    expect(services.map(({ codeDeploy }) => codeDeploy?.routing)).toEqual([
      { type: 'AllAtOnce' },
      { type: 'TimeBasedCanary', percent: 25, intervalInMinutes: 10 },
    ]);
  });

  it.each([
    ['rolling', 'ROLLING'],
    ['blue-green', 'BLUE_GREEN'],
    ['canary', 'CANARY'],
    ['linear', 'LINEAR'],
  ])('the page %s shows %s in full', async (page, strategy) => {
    const [example = ''] = examplesOf(`strategies/${page}.md`);

    const services = await resolved(example);

    expect(services.map(({ deployment }) => deployment.strategy)).toEqual(services.map(() => strategy));
  });
});
