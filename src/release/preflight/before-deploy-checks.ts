import { circuitBreakerCheck } from './checks/circuit-breaker.ts';
import { containerPortsCheck } from './checks/container-ports.ts';
import { gracePeriodCheck } from './checks/grace-period.ts';
import { healthCheckCheck } from './checks/health-check.ts';
import { logGroupsCheck } from './checks/log-groups.ts';
import { networkModeCheck } from './checks/network-mode.ts';
import { parametersCheck } from './checks/parameters.ts';
import { rolesCheck } from './checks/roles.ts';
import { secretsCheck } from './checks/secrets.ts';
import { targetGroupsCheck } from './checks/target-groups.ts';
import type { PreflightCheck } from './preflight-check.ts';

/**
 * What is looked at before every deploy: what decides whether a task can start, and whether the rules that hold a bad release can do so,
 * as far as planning does not look at it itself (images, platforms, sizes, percents, alarms).
 */
export const beforeDeployChecks: readonly PreflightCheck[] = [
  networkModeCheck,
  healthCheckCheck,
  secretsCheck,
  parametersCheck,
  logGroupsCheck,
  rolesCheck,
  containerPortsCheck,
  targetGroupsCheck,
  circuitBreakerCheck,
  gracePeriodCheck,
];
