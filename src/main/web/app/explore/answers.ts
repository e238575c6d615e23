import cypher from '../../operations/cypher.graphql';
import explore from '../../operations/explore.graphql';
import { send } from '../api/client';
import { NO_NAMES, type Names } from './cypher-completion';
import { parseRow, plain, type Row } from './values';

/** What is asked: a query of the library by its name, or a statement. */
export interface Question {
  name?: string;
  statement: string;
  /** A JSON object. */
  parameters: string;
  /** Counts, so that the same question can be asked again. */
  turn: number;
}

export interface Answer {
  columns: string[];
  rows: Row[];
  truncated: boolean;
  milliseconds: number;
}

type Raw = Omit<Answer, 'rows'> & { rows: string[] };

export async function ask(
  { name, statement, parameters }: Question,
  signal: AbortSignal,
): Promise<Answer> {
  const { columns, rows, truncated, milliseconds } = name
    ? (await send<{ explore: Raw }>(explore, { name, parameters }, signal)).explore
    : (await send<{ cypher: Raw }>(cypher, { statement, parameters }, signal)).cypher;
  return { columns, rows: rows.map(parseRow), truncated, milliseconds };
}

const NAMES = `CALL db.labels() YIELD label RETURN 'labels' AS kind, label AS name
UNION ALL CALL db.relationshipTypes() YIELD relationshipType
RETURN 'types' AS kind, relationshipType AS name
UNION ALL CALL db.propertyKeys() YIELD propertyKey
RETURN 'properties' AS kind, propertyKey AS name`;

let known: Promise<Names> | undefined;

/** The names that the graph has, asked for once; none where it does not answer. */
export function loadNames(): Promise<Names> {
  known ??= askNames().catch(() => {
    // keywords and functions are suggested meanwhile, and it is asked again
    known = undefined;
    return NO_NAMES;
  });
  return known;
}

async function askNames(): Promise<Names> {
  const { cypher: answer } = await send<{ cypher: Raw }>(cypher, { statement: NAMES });
  const rows = answer.rows.map(parseRow).map((row) => row.map(plain));
  const named = (wanted: string) =>
    rows.flatMap(([kind, name]) => (kind === wanted ? [name] : [])).sort();
  return {
    ...NO_NAMES,
    labels: named('labels'),
    types: named('types'),
    properties: named('properties'),
  };
}
