// npm start: installs and builds what is missing, then shows the main job on the sandbox. npm start -- --simulated does it without a
// container engine, also where there is one.
import { ensureBuilt } from './ensure-built.js';

const args = process.argv.slice(2);
const unknown = args.find((arg) => arg !== '--simulated');
if (unknown !== undefined) {
  console.error(`npm start knows --simulated, and not ${unknown}.`);
  process.exit(2);
}
ensureBuilt();
// Those who run a demonstration know which Node they have.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { demonstrate } = await import('./demonstrate.js');
process.exitCode = await demonstrate({ simulated: args.includes('--simulated') });
