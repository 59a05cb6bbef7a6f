// ecsdeploy from source, without a build: node --import tsx bin/dev.js deploy …
// The transpiling that oclif brings does not find ESM sources here, so the commands are pointed at.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { settings } from '@oclif/core';
import { main } from '../src/cli/main.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
settings.enableAutoTranspile = false;
const root = fileURLToPath(new URL('..', import.meta.url));
const pjson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
pjson.oclif.commands = { ...pjson.oclif.commands, target: './src/commands' };

await main(process.argv.slice(2), { root, pjson });
