import type { ReactiveControllerHost } from 'lit';
import costs from '../../operations/costs.graphql';
import { send } from '../api/client';
import { compared } from '../api/compared';
import type { CostBreakdown } from '../api/types';
import type { Dimension } from '../format/labels';
import { Query } from './query';
import type { Range } from './range';

/** A component that shows what a platform spent in a stretch of time. */
interface Host extends ReactiveControllerHost {
  platformId: string;
  range?: Range;
}

interface Grouping {
  groupBy: readonly Dimension[];
  first: number;
  /** Whether to compare with the same length of time before. */
  previous?: boolean;
}

/** What a host's stretch of time cost, by dimensions, the largest first. */
export function rangeCosts(host: Host, grouping: () => Grouping): Query<CostBreakdown> {
  return new Query<CostBreakdown>(
    host,
    () =>
      host.range && `${host.platformId} ${host.range.from.getTime()} ${host.range.to.getTime()}`,
    async (signal) => {
      const filter = {
        platformIds: [host.platformId],
        from: host.range?.from.toISOString(),
        to: host.range?.to.toISOString(),
      };
      const asked = grouping();
      return compared(async (kept) => {
        const previous = kept && asked.previous;
        const variables = { ...asked, previous, filter };
        return (await send<{ costs: CostBreakdown }>(costs, variables, signal)).costs;
      });
    },
    { keep: () => `${host.platformId} ${host.range?.key}` },
  );
}
