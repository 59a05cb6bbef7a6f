// ecsdeploy from source, without a build: node --import tsx bin/dev.mjs deploy …
// The transpiling that oclif brings does not find ESM sources here, so it is pointed at them.
import { settings } from '@oclif/core';
import { main } from '../src/cli/main.ts';
import { fromSource } from '../scripts/from-source.js';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
settings.enableAutoTranspile = false;
await main(process.argv.slice(2), fromSource());
