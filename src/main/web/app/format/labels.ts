// Names of the API's dimensions for people.

export type Dimension =
  | 'AGENT'
  | 'BUDGET'
  | 'CAPABILITY'
  | 'KIND'
  | 'MODEL'
  | 'PLATFORM'
  | 'PROJECT'
  | 'PROVIDER'
  | 'RUN'
  | 'STEP'
  | 'TAG'
  | 'TASK'
  | 'USER';

const WORDS: Record<Dimension, string> = {
  AGENT: 'agent',
  BUDGET: 'budget',
  CAPABILITY: 'capability',
  KIND: 'kind',
  MODEL: 'model',
  PLATFORM: 'platform',
  PROJECT: 'project',
  PROVIDER: 'provider',
  RUN: 'run',
  STEP: 'step',
  TAG: 'tag',
  TASK: 'task',
  USER: 'user',
};

export function wordOf(dimension: Dimension): string {
  return WORDS[dimension];
}

/** A key of a group; null is what has none of the dimension. */
export function keyOf(key: string | null, dimension: Dimension): string {
  return key ?? `no ${WORDS[dimension]}`;
}
