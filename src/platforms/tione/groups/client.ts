import type { z } from "zod";
import type { Where } from "../../../jobs/platform";
import { call } from "../../../net/call";
import type { Io } from "../../../net/io";
import { allPages } from "../../kit/pages";
import { actionOf, type Request } from "../transport";
import * as wire from "./wire";

/** A selection of resource groups. */
export interface GroupSelection {
  readonly Filters?: readonly { readonly Name: string; readonly Values: readonly string[] }[];
  readonly TagFilters?: readonly { readonly TagKey: string; readonly TagValues: readonly string[] }[];
  /** Part of an id or a name. */
  readonly SearchWord?: string;
}

/** Documented: the default of both lists; another of the vendor's pages says that 30 is the maximum. */
const PAGE = 20;

/** TI-ONE's actions about resource groups, one function each. All only read, and throw PlatformError. */
export function tioneGroupClient(where: Where, io: Io) {
  const ask = <T>(name: string, request: Request, answer: z.ZodType<T>) =>
    call(io, actionOf({ lane: "lookup", name, request, answer }, where, io));

  /** The machines of one group. */
  async function describeBillingResourceGroup(id: string): Promise<wire.Node[]> {
    return allPages({
      size: PAGE,
      idOf: ({ InstanceId }) => InstanceId,
      async read({ offset: Offset }) {
        const request = { ResourceGroupId: id, Offset, Limit: PAGE };
        const reply = await ask("DescribeBillingResourceGroup", request, wire.nodesReply);
        return { rows: reply.InstanceSet, total: reply.TotalCount };
      },
    });
  }

  async function describeBillingResourceGroups(selection: GroupSelection, withNodes: boolean): Promise<wire.Group[]> {
    return allPages({
      size: PAGE,
      idOf: ({ ResourceGroupId }) => ResourceGroupId,
      async read({ offset: Offset }) {
        const request = { ...selection, Offset, Limit: PAGE, DontShowInstanceSet: !withNodes };
        const reply = await ask("DescribeBillingResourceGroups", request, wire.groupsReply);
        return { rows: reply.ResourceGroupSet, total: reply.TotalCount };
      },
    });
  }

  return {
    describeBillingResourceGroups,
    describeBillingResourceGroup,

    /** What runs on one machine. */
    async describeBillingResourceInstanceRunningJobs(groupId: string, nodeId: string) {
      const request = { ResourceGroupId: groupId, ResourceInstanceId: nodeId };
      const reply = await ask("DescribeBillingResourceInstanceRunningJobs", request, wire.nodeJobsReply);
      return reply.ResourceInstanceRunningJobInfos ?? [];
    },
  };
}
