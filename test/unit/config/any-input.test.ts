import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { environmentNames } from '../../../src/config/choose-environment.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { resolveEnvironment } from '../../../src/config/resolve-environment.ts';
import { selectServices } from '../../../src/config/select-services.ts';
import { sourcedMembers } from '../../../src/config/sourced-members.ts';
import { EcsdeployError } from '../../../src/model/error.ts';

const image = fc.record(
  {
    repository: fc.oneof(fc.constantFrom('web', 'web:1', '${git:sha}'), fc.string()),
    context: fc.string(),
    platforms: fc.array(fc.oneof(fc.constant('linux/amd64'), fc.string())),
    buildArgs: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean())),
    secrets: fc.dictionary(fc.string(), fc.oneof(fc.constant({ env: 'A' }), fc.jsonValue({ maxDepth: 1 }))),
    ssh: fc.array(fc.string()),
  },
  { requiredKeys: [] },
);
const settings = fc.record(
  {
    image: fc.oneof(image, fc.jsonValue({ maxDepth: 1 })),
    cluster: fc.oneof(
      fc.constantFrom('prod', '${env:NO}', '${env:NO:-x}', ''),
      fc.jsonValue({ maxDepth: 1 }),
    ),
    timeout: fc.oneof(fc.constantFrom('5m', '0s', 5), fc.string()),
    codedeploy: fc.record(
      {
        config: fc.string(),
        appspec: fc.constantFrom('appspec.yml', '', '\u0000'),
        hooks: fc.dictionary(fc.constantFrom('AfterInstall', 'Install', '__proto__'), fc.string()),
      },
      { requiredKeys: [] },
    ),
    deployment: fc.record(
      {
        strategy: fc.constantFrom('ROLLING', 'ALL_AT_ONCE', 'CANARY', 'LINEAR', 'NONE'),
        canary: fc.record(
          { percent: fc.double(), bake: fc.constantFrom('0m', '5m', '2880m', '49h') },
          { requiredKeys: [] },
        ),
        maximumPercent: fc.oneof(fc.nat(250), fc.string()),
        minimumHealthyPercent: fc.nat(120),
        alarms: fc.record({ names: fc.array(fc.string()), enable: fc.boolean() }, { requiredKeys: [] }),
        circuitBreaker: fc.jsonValue({ maxDepth: 1 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
const services = fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(settings, fc.constant(null)), {
  maxKeys: 3,
});
const configLike = fc.record(
  {
    version: fc.constantFrom(1, 1, 1, 2),
    cluster: fc.constant('c'),
    services,
    environments: fc.dictionary(fc.string({ maxLength: 5 }), fc.oneof(settings, fc.constant(null)), {
      maxKeys: 2,
    }),
  },
  { requiredKeys: ['version'] },
);

it('a configuration is read, or refused with an error of ours, whatever stands in it', async () => {
  const startDirectory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-any-'));
  const content = fc.oneof(
    configLike.map((value) => stringify(value)),
    configLike.map((value) => JSON.stringify(value, undefined, '\t')),
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 50 }),
  );

  await fc.assert(
    fc.asyncProperty(content, fc.constantFrom('ecsdeploy.yml', 'ecsdeploy.json'), async (text, name) => {
      await writeFile(path.join(startDirectory, name), text);
      try {
        const config = await loadConfig({ path: name, startDirectory, variables: {} });
        const names = environmentNames(config);
        for (const environment of names.length === 0 ? [undefined] : names) {
          const resolved = resolveEnvironment(config, environment);
          for (const service of selectServices(
            resolved,
            resolved.services.map((one) => one.name),
          )) {
            expect(sourcedMembers(service).length).toBe(service.provenance.size);
            expect(service.provenance.has('service')).toBe(true);
          }
        }
      } catch (error) {
        if (!(error instanceof EcsdeployError)) throw error;
        expect(error.message).not.toMatch(/undefined|\[object/);
      }
    }),
    { numRuns: 300 },
  );
});
