import { proveCommands } from './iam/prove-commands.ts';

proveCommands(['deploy']);
