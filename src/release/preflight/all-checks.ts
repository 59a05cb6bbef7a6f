import { alarmsCheck } from './checks/alarms.ts';
import { circuitBreakerCheck } from './checks/circuit-breaker.ts';
import { containerPortsCheck } from './checks/container-ports.ts';
import { gracePeriodCheck } from './checks/grace-period.ts';
import { healthCheckCheck } from './checks/health-check.ts';
import { imagesCheck } from './checks/images.ts';
import { logGroupsCheck } from './checks/log-groups.ts';
import { networkModeCheck } from './checks/network-mode.ts';
import { parametersCheck } from './checks/parameters.ts';
import { percentsCheck } from './checks/percents.ts';
import { rolesCheck } from './checks/roles.ts';
import { rollbackCheck } from './checks/rollback.ts';
import { secretsCheck } from './checks/secrets.ts';
import { targetGroupsCheck } from './checks/target-groups.ts';
import { taskDefinitionCheck } from './checks/task-definition.ts';
import type { PreflightCheck } from './preflight-check.ts';

/** Everything that `verify` looks at, in the order in which it is shown. */
export const allChecks: readonly PreflightCheck[] = [
  taskDefinitionCheck,
  networkModeCheck,
  healthCheckCheck,
  imagesCheck,
  secretsCheck,
  parametersCheck,
  logGroupsCheck,
  rolesCheck,
  containerPortsCheck,
  targetGroupsCheck,
  percentsCheck,
  rollbackCheck,
  circuitBreakerCheck,
  alarmsCheck,
  gracePeriodCheck,
];
