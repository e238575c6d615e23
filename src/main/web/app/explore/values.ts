// What rows hold, as docs/cypher.md describes the forms of JSON.
import type { Decimal } from '../format/decimal';

/** A number as it was written: no digit passes through a double. */
export class Digits {
  constructor(readonly text: string) {}
}

export type Properties = { [name: string]: Value };

export interface GraphNode {
  id: string;
  labels: string[];
  properties: Properties;
}

export interface GraphRelationship {
  id: string;
  type: string;
  start: string;
  end: string;
  properties: Properties;
}

export interface GraphPath {
  nodes: GraphNode[];
  relationships: GraphRelationship[];
}

export type Value =
  | null
  | boolean
  | string
  | Digits
  | GraphNode
  | GraphRelationship
  | GraphPath
  | Value[]
  | Properties;

export type Row = Value[];

const DIGITS = 'costgraph:digits';
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A row of an answer, with all digits of its numbers. */
export function parseRow(json: string): Row {
  const kept = json.replace(TEXT_OR_NUMBER, (found) =>
    found.startsWith('"') ? found : `{"${DIGITS}":"${found}"}`,
  );
  return JSON.parse(kept, (_, value: Properties) =>
    value && typeof value[DIGITS] === 'string' ? new Digits(value[DIGITS]) : value,
  ) as Row;
}

export function isNode(value: Value): value is GraphNode {
  if (!has(value, 'id', 'labels', 'properties')) {
    return false;
  }
  const { id, labels, properties } = value as Properties;
  return (
    typeof id === 'string' &&
    Array.isArray(labels) &&
    labels.every((label) => typeof label === 'string') &&
    isMap(properties)
  );
}

export function isRelationship(value: Value): value is GraphRelationship {
  if (!has(value, 'id', 'type', 'start', 'end', 'properties')) {
    return false;
  }
  const { properties, ...texts } = value as Properties;
  return Object.values(texts).every((text) => typeof text === 'string') && isMap(properties);
}

/** A map that a statement makes can have the names of a path without being one. */
export function isPath(value: Value): value is GraphPath {
  if (!has(value, 'nodes', 'relationships')) {
    return false;
  }
  const { nodes, relationships } = value as Properties;
  return (
    Array.isArray(nodes) &&
    Array.isArray(relationships) &&
    nodes.length === relationships.length + 1 &&
    nodes.every(isNode) &&
    relationships.every(isRelationship)
  );
}

function isMap(value: Value): boolean {
  return (
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    !(value instanceof Digits)
  );
}

function has(value: Value, ...names: string[]): boolean {
  return (
    value !== null &&
    typeof value === 'object' &&
    Object.keys(value).length === names.length &&
    names.every((name) => name in value)
  );
}

/** JSON with the digits as they came; a value of a row as the API wrote it. */
export function toJson(value: Value): string {
  if (value instanceof Digits) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return `[${value.map(toJson).join(',')}]`;
  }
  return value !== null && typeof value === 'object'
    ? `{${Object.entries(value)
        .map(([name, part]) => `${JSON.stringify(name)}:${toJson(part as Value)}`)
        .join(',')}}`
    : JSON.stringify(value);
}

/** Negative, 0 or positive; what is not there comes last. */
export function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) {
    return a === b ? 0 : a === null ? 1 : -1;
  }
  return a instanceof Digits && b instanceof Digits
    ? compareDigits(a.text, b.text)
    : plain(a).localeCompare(plain(b));
}

const INTEGER = /^-?\d+$/;

/** Integers differ in digits that a double does not have. */
function compareDigits(a: string, b: string): number {
  if (!INTEGER.test(a) || !INTEGER.test(b)) {
    return Number(a) - Number(b);
  }
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A value in one line of text, for a table of text. */
export function plain(value: Value): string {
  return value === null
    ? ''
    : typeof value === 'string'
      ? value
      : value instanceof Digits
        ? value.text
        : toJson(value);
}

/** Integers of 1e-9, as amounts are kept, in plain digits. */
export function ofNanos(nanos: string): Decimal {
  const digits = nanos.replace('-', '').padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return (
    (nanos.startsWith('-') ? '-' : '') + digits.slice(0, -9) + (fraction ? `.${fraction}` : '')
  );
}

/** Which property tells nodes of a label apart, where it is not their name or own id. */
const CAPTIONS: Record<string, string[]> = {
  BudgetPeriod: ['period_start'],
  ChargePath: ['task_id', 'project_id', 'platform_id'],
  CostCell: ['slot'],
  CostEntry: ['total_cost_nanos'],
  LedgerEvent: ['event_type'],
  Price: ['model_id'],
  Usage: ['operation_id'],
};

/** A short name of a node, and the property that it comes from. */
export function captionOf(node: GraphNode, currency: string): string {
  const label = node.labels[0] ?? '';
  const own = `${label.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}_id`;
  const name = [...(CAPTIONS[label] ?? []), 'name', own, ...Object.keys(node.properties)].find(
    (property) => isShort(node.properties[property]),
  );
  if (name === undefined) {
    return label || 'node';
  }
  const text = plain(node.properties[name]);
  if (name.endsWith('_nanos')) {
    return `${ofNanos(text)} ${plain(node.properties.currency ?? currency)}`;
  }
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? text.slice(0, 16).replace('T', ' ') : text;
}

function isShort(value: Value | undefined): boolean {
  return (typeof value === 'string' && value !== '') || value instanceof Digits;
}
