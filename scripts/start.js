// npm start: installs and builds what is missing, then shows the main job on the sandbox.
import { ensureBuilt } from './ensure-built.js';

ensureBuilt();
const { demonstrate } = await import('./demonstrate.js');
process.exitCode = await demonstrate();
