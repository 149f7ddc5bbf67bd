import { printable } from "../../../net/errors";
import { present, type WorkspaceInfo } from "../../kit/answers";
import { plain, rfc3339 } from "../answer";
import type { QizhiConsole } from "../console/client";
import type { Project } from "../console/wire";
import type { Args } from "./args";

// What jobs are made with, as the console tells it.

/** An image to run. */
export interface ImageInfo {
  /** For `frameworkConfig[0].image`. */
  readonly address: string;
  /** For `frameworkConfig[0].imageType`: `SOURCE_PUBLIC`. */
  readonly source: string;
  /** `image-…`. */
  readonly imageId: string;
  /** Its display name; a job names the address instead. */
  readonly name?: string;
  /** Its version: `2.4`. */
  readonly version?: string;
  /** What it is made for: `pytorch`. */
  readonly framework?: string;
  /** `VISIBILITY_PRIVATE`, `…PUBLIC`, `…HIDDEN`, `…PROJECT`. */
  readonly visibility?: string;
  /** The vendor's word: `READY` or `SUCCESS` for one that can be used. */
  readonly platformStatus?: string;
  /** Whether a job can run on it now. */
  readonly isUsable: boolean;
  /** Its maker's words. */
  readonly description?: string;
  /** When it was made, RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** A workspace, `ws-…`. */
export interface ProjectWorkspaceInfo extends WorkspaceInfo {
  /** False for one that is disabled. */
  readonly isEnabled: boolean;
}

/** A project that pays for jobs. */
export interface ProjectInfo {
  /** `project-…`. */
  readonly projectId: string;
  /** What people call it. */
  readonly name?: string;
  /** The same in Latin letters. */
  readonly englishName?: string;
  /** Highest `taskPriority` that it allows, 1 to 10; absent where it is not told. */
  readonly maxPriority?: number;
  /** The vendor's word: `HIGH`. */
  readonly priorityLevel?: string;
  /** Points that it may spend in all; absent where it is not told. */
  readonly budget?: number;
  /** Points that are left; absent where it is not told. */
  readonly remainingBudget?: number;
  /** Points that are left for the account itself; absent where it is not told. */
  readonly remainingOwnBudget?: number;
  /** Whether the account belongs to it; absent where it is not told. */
  readonly isMember?: boolean;
  /** Workspaces that it is attached to. */
  readonly workspaces: readonly ProjectWorkspaceInfo[];
}

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

    /** By the projects' lists: clients disagree on whether the console has a list of its own. */
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
