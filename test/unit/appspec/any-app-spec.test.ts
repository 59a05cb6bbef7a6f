import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkAppSpec } from '../../../src/appspec/check.ts';
import { appSpecContent } from '../../../src/appspec/content.ts';
import { generateAppSpec } from '../../../src/appspec/generate.ts';
import { parseAppSpec } from '../../../src/appspec/parse.ts';
import { patchAppSpec } from '../../../src/appspec/patch.ts';
import { appSpecYaml } from '../../../src/appspec/yaml-text.ts';
import type { Json } from '../../../src/model/task-definition.ts';
import { arn, bytesOf, someParts, someWritten } from './some-app-specs.ts';

const served = [{ containerName: 'web', containerPort: 8080 }];
const patch = { taskDefinition: arn, served };

/** A container that the service does not serve has no port to take from it. */
const patchable = someWritten.filter(({ appSpec }) => {
  try {
    patchAppSpec(appSpec, patch);
    return true;
  } catch {
    return false;
  }
});

describe('any AppSpec', () => {
  it('that was made is read again as it was, from YAML and from what is sent', () => {
    fc.assert(
      fc.property(someParts, (parts) => {
        const appSpec = generateAppSpec(parts);

        for (const [file, text] of [
          ['appspec.yaml', appSpecYaml(appSpec)],
          ['appspec.json', appSpecContent(appSpec).content],
        ] as const) {
          expect(parseAppSpec({ bytes: bytesOf(text), file })).toEqual({ kind: 'appspec', appSpec });
        }
      }),
    );
  });

  it('that was made is what patching it gives', () => {
    fc.assert(
      fc.property(someParts, (parts) => {
        const appSpec = generateAppSpec({ ...parts, taskDefinition: arn });

        expect(patchAppSpec(appSpec, { ...patch, hooks: parts.hooks })).toEqual(appSpec);
      }),
    );
  });

  it('is no other after it is patched once more', () => {
    fc.assert(
      fc.property(patchable, ({ appSpec }) => {
        const once = patchAppSpec(appSpec, patch);

        expect(patchAppSpec(once, patch)).toEqual(once);
        expect(checkAppSpec(once)).toEqual([]);
      }),
    );
  });

  it('keeps what nobody knows', () => {
    fc.assert(
      fc.property(patchable, ({ appSpec, unknown }) => {
        const kept = leaves(patchAppSpec(appSpec, patch));

        for (const leaf of unknown.flatMap((one) => leaves(one))) expect(kept).toContain(leaf);
      }),
    );
  });

  it('has one hash, in whatever order its members stand', () => {
    fc.assert(
      fc.property(patchable, ({ appSpec }) => {
        const { content, sha256 } = appSpecContent(appSpec);

        expect(appSpecContent(reversed(appSpec))).toEqual({ content, sha256 });
        expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
        expect(JSON.parse(content)).toEqual(appSpec);
      }),
    );
  });

  it('and any other file is read or refused, and every sentence is one', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      someWritten.chain(({ appSpec }) => {
        const text = appSpecYaml(appSpec);
        return fc.nat({ max: text.length }).map((at) => text.slice(0, at) + text.slice(at + 1));
      }),
    );
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom('appspec.json', 'appspec.yaml', 'appspec.json.tpl'),
        (text, file) => {
          const parsed = parseAppSpec({ bytes: bytesOf(text), file });

          if (parsed.kind === 'appspec') return;
          for (const { message, at } of parsed.problems) {
            expect(message).not.toMatch(/\n|\[object |undefined/);
            expect(at.line).toBeGreaterThanOrEqual(1);
          }
        },
      ),
    );
  });
});

/** Every leaf with the name that it has. */
function leaves(value: Json, name = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${name} = ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([inside, item]) => leaves(item, inside));
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, reversed(item)]),
  );
}
