import { printable } from "../../../net/errors";
import { present } from "../../kit/answers";
import { plain, rfc3339 } from "../answer";
import type { QizhiConsole } from "../console/client";
import type { Project } from "../console/wire";
import type { ImageInfo, ProjectInfo, ProjectWorkspaceInfo } from "./answers";
import type { Args } from "./args";

// What jobs are made with, as the console reports it.

const USABLE_IMAGES: ReadonlySet<string> = new Set(["READY", "SUCCESS"]);

/** Images, projects and workspaces. */
export function catalogueLookups(consoleApi: QizhiConsole) {
  return {
    async getImages({ workspaceId, source, search }: Args<"getImages">): Promise<readonly ImageInfo[]> {
      const images = await consoleApi.images({
        ...(source !== undefined && { source_list: [source] }),
        ...(search !== undefined && { name: search }),
        registry_hint: { workspace_id: workspaceId },
      });
      return images.map((image) => ({
        address: printable(image.address),
        source: plain(image.source),
        imageId: plain(image.image_id),
        isUsable: USABLE_IMAGES.has(image.status ?? ""),
        ...present({
          name: plain(image.name),
          version: plain(image.version),
          framework: plain(image.framework),
          visibility: plain(image.visibility),
          platformStatus: plain(image.status),
          description: plain(image.description),
          createdAt: rfc3339(image.created_at),
        }),
      }));
    },

    async getProjects({ workspaceId }: Args<"getProjects">): Promise<readonly ProjectInfo[]> {
      return (await consoleApi.projects(workspaceId === undefined ? {} : { workspace_id: workspaceId })).map(projectOf);
    },

    /** From the projects' lists: clients disagree on whether the console has a list of workspaces. */
    async getWorkspaces(_args: Args<"getWorkspaces">): Promise<readonly ProjectWorkspaceInfo[]> {
      const spaces = (await consoleApi.projects({})).flatMap((project) => projectOf(project).workspaces);
      return [...new Map(spaces.map((space) => [space.workspaceId, space])).values()];
    },
  };
}

function projectOf(project: Project): ProjectInfo {
  return {
    projectId: project.id,
    ...present({
      name: plain(project.name),
      englishName: plain(project.en_name),
      maxPriority: Number(project.priority_name) || undefined,
      priorityLevel: plain(project.priority_level),
      budget: project.budget,
      remainingBudget: project.remain_budget,
      remainingOwnBudget: project.member_remain_budget,
      isMember: project.is_member,
    }),
    workspaces: project.space_list.map(({ id, name, usage_status: status }) => ({
      workspaceId: id,
      ...present({ name: plain(name) }),
      isEnabled: !status,
    })),
  };
}
