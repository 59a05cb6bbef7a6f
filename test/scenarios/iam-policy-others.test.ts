import { policyCommands } from '../../src/model/iam-policy.ts';
import { proveCommands } from './iam/prove-commands.ts';

proveCommands(policyCommands.filter((name) => name !== 'deploy'));
