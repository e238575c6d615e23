import type { Exploration } from './library';

/**
 * Statements that answer with nodes and paths, so that there is something to draw: those of the
 * library answer with figures. Their names are for addresses.
 */
export const STARTERS: Exploration[] = [
  {
    name: 'draw-budgets',
    title: 'The tree of budgets',
    description:
      'Which budget is part of which, and what is each for? Every budget of the platform with its' +
      ' parents and its resource.',
    statement: `MATCH (budget:Budget {platform_id: $platformId})
OPTIONAL MATCH up = (budget)<-[:PARENT_OF]-(:Budget)
OPTIONAL MATCH resource = (budget)-[:ALLOCATED_TO]->()
RETURN budget, up, resource
LIMIT 200`,
    defaults: { platformId: 'sample' },
  },
  {
    name: 'draw-operation',
    title: 'The way of one operation',
    description:
      'Who called, what did it cost at which price, and which budgets paid? One usage with' +
      ' all that it leads to.',
    statement: `MATCH who = (:Agent)-[:CONSUMED]->(usage:Usage {operation_id: $operationId})
OPTIONAL MATCH run = (usage)-[:DURING]->(:Run)
OPTIONAL MATCH cost = (usage)-[:INCURRED]->(:CostEntry)-[:PRICED_BY]->(:Price)
OPTIONAL MATCH cell = (usage)-[:IN_CELL]->(:CostCell)-[:ON_PATH]->(path:ChargePath)
OPTIONAL MATCH budgets = (path)-[:COVERS]->(:Budget)
RETURN who, run, cost, cell, budgets`,
    defaults: { operationId: 'sample-1317' },
  },
  {
    name: 'draw-run',
    title: 'A run and those it spawned',
    description: 'Which runs did one run spawn, at any depth, and whose are they?',
    statement: `MATCH (first:Run {platform_id: $platformId, run_id: $runId})
MATCH spawned = (first)-[:SPAWNED*0..]->(run:Run)
OPTIONAL MATCH agent = (run)<-[:PERFORMED]-(:Agent)
RETURN spawned, agent
LIMIT 200`,
    defaults: { platformId: 'sample', runId: 'run-0468' },
  },
  {
    name: 'draw-projects',
    title: 'Projects and their tasks',
    description: 'Which tasks has which project, and which budgets do they have of their own?',
    statement: `MATCH (platform:Platform {platform_id: $platformId})
MATCH projects = (platform)<-[:PART_OF]-(project:Project)
OPTIONAL MATCH tasks = (project)<-[:PART_OF]-(task:Task)
OPTIONAL MATCH budgets = (task)<-[:ALLOCATED_TO]-(:Budget)
RETURN projects, tasks, budgets
LIMIT 200`,
    defaults: { platformId: 'sample' },
  },
  {
    name: 'draw-schema',
    title: 'What the graph is made of',
    description: 'Which kinds of nodes are there, and which relationships between them?',
    statement: 'CALL db.schema.visualization()',
    defaults: {},
  },
].map(({ defaults, ...starter }) => ({
  ...starter,
  parameters: Object.keys(defaults),
  defaults: JSON.stringify(defaults),
  draws: true,
}));
