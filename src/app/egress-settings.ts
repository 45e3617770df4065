/**
 * What the operator opens for outgoing calls: the member `egress` of the configuration file. It stands there only, so that
 * no flow, no connection and no call to the API can open anything.
 */
import { isAppError, isObject, type JsonObject, type JsonValue, type Problem } from '../foundation/index.ts';
import { type AllowedTarget, EgressPolicy } from '../outbound/index.ts';
import { settingProblem, showGiven, unknownKeys } from './setting-problem.ts';

export interface EgressSettings {
  readonly allow: readonly AllowedTarget[];
  /** Ports beside 443 on which any public host may be called by https. */
  readonly httpsPorts: readonly number[];
}

const EGRESS_KEYS = ['allow', 'httpsPorts'];
const TARGET_KEYS = ['host', 'ports', 'cidr', 'loopback'];
const NO_EGRESS: EgressSettings = { allow: [], httpsPorts: [] };

/** Reads the member; shape is judged here, meaning by `EgressPolicy`, and both are told with the place in the file. */
export function readEgress(given: JsonValue | undefined, problems: Problem[]): EgressSettings {
  if (given === undefined || given === null) return NO_EGRESS;
  if (!isObject(given)) {
    problems.push(wrongKey('egress', given, 'an object with allow and httpsPorts'));
    return NO_EGRESS;
  }
  problems.push(...unknownKeys(given, EGRESS_KEYS, 'egress.'));
  const allow = listOf(given, 'allow', problems).flatMap((entry, index) => readTarget(entry, index, problems));
  const httpsPorts = listOf(given, 'httpsPorts', problems).filter((port) =>
    isPort(port, 'egress.httpsPorts', problems),
  );
  try {
    new EgressPolicy({ allow, httpsPorts });
  } catch (error) {
    if (!isAppError(error)) throw error;
    problems.push({ pointer: '/egress/allow', code: error.code, message: error.publicMessage, fix: error.fix });
  }
  return { allow, httpsPorts };
}

function readTarget(entry: JsonValue, index: number, problems: Problem[]): AllowedTarget[] {
  const name = `egress.allow.${index}`;
  if (!isObject(entry) || typeof entry.host !== 'string') {
    problems.push(wrongKey(name, entry, 'an object with host and ports'));
    return [];
  }
  problems.push(...unknownKeys(entry, TARGET_KEYS, `${name}.`));
  const { host, cidr, loopback } = entry;
  const ports = listOf(entry, 'ports', problems).filter((port) => isPort(port, `${name}.ports`, problems));
  if (cidr !== undefined && typeof cidr !== 'string')
    problems.push(wrongKey(`${name}.cidr`, cidr, 'a text such as 10.1.0.0/16'));
  if (loopback !== undefined && typeof loopback !== 'boolean')
    problems.push(wrongKey(`${name}.loopback`, loopback, 'true or false'));
  return [{ host, ports, ...(typeof cidr === 'string' ? { cidr } : {}), ...(loopback === true ? { loopback } : {}) }];
}

function listOf(owner: JsonObject, key: string, problems: Problem[]): JsonValue[] {
  const given = owner[key];
  if (given === undefined) return [];
  if (Array.isArray(given)) return given;
  problems.push(wrongKey(key, given, 'a list'));
  return [];
}

function isPort(value: JsonValue, name: string, problems: Problem[]): value is number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535) return true;
  problems.push(wrongKey(name, value, 'a list of ports from 1 to 65535'));
  return false;
}

function wrongKey(name: string, given: JsonValue, allowed: string): Problem {
  return settingProblem('app.setting.wrong', `/${name.replaceAll('.', '/')}`, {
    name,
    given: showGiven(given),
    allowed,
  });
}
