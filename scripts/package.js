// npm run package: builds what is missing, makes the tree of a release tag in package/, and runs it once as GitHub's runner would.
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.js';

ensureBuilt();
// Not before there is something installed.
const { makeReleaseTree, sizeOf } = await import('./release-tree.js');
const { checkStep } = await import('./check-step.js');

const tree = path.join(root, 'package');
makeReleaseTree(root, tree);
checkStep(tree);
const { files, bytes } = sizeOf(tree);
console.log(`package/ starts, with nothing beside it: ${files} files, ${(bytes / 2 ** 20).toFixed(1)} MiB.`);
