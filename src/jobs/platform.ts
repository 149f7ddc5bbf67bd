import type { ZodType } from "zod";
import type { Io } from "../net/io";
import type { Settings } from "../net/settings";
import type { GroupApi, GroupQuery } from "./groups";
import type { Image } from "./image";
import type { JobApi, JobOrder, SpecRules } from "./job";
import type { ModelApi } from "./models";
import type { Machines, PriceApi, PriceSource, TimeLimit } from "./price";

/** Where and as whom: settings of the account, and the place that every later call about the job must name again. */
export interface Where {
  readonly settings: Settings;
  readonly region: string;
  /** The vendor's project or workspace id, where jobs live in one. */
  readonly project?: string;
  /** The workspace inside the project, where the vendor has both. */
  readonly workspace?: string;
}

/** What a vendor can do, in our words. */
export interface Platform<Spec, ModelSpec = object> {
  /** The literal users write: `tione`. */
  readonly name: string;
  /** For messages: `TI-ONE`. */
  readonly title: string;
  /** The key of its settings in stack configuration and `training.Provider`: `training:tione`. */
  readonly settingsKey: string;
  /** The environment variable that `defaultRegion` reads first, for messages. Absent where there is only one region. */
  readonly regionVariable?: string;
  /** The region used when neither the program nor the settings name one: from the vendor's environment or profile file. */
  defaultRegion(settings: Settings, io: Pick<Io, "env">): string | undefined;
  readonly job: {
    readonly spec: ZodType<Spec>;
    readonly rules: SpecRules<Spec>;
    /** Length and characters allowed in a job's name; the reason is shown to the user. */
    readonly name: ZodType<string>;
    /** The platform returns nothing of a job but its name, so the name alone carries the claim. */
    readonly namesAreClaims?: true;
    /**
     * Why jobs cannot be looked up by name from here, what that means, and the way out, for the preview of a new job. Undefined
     * when they can be, and absent where they always can. No I/O.
     */
    blindness?(io: Pick<Io, "env">): string | undefined;
    /**
     * Everything that is sent when the job is submitted: specs that make the same request are the same job, however they are
     * written. Pure. @throws PlatformError `invalid`; anything, for a spec that does not fit the schema
     */
    request(order: JobOrder<Spec>, region: string): Readonly<Record<string, unknown>>;
    /** Whether a string looks like an id of this platform's jobs. */
    isId(text: string): boolean;
    /** How the group that the spec names is looked up; undefined: the job runs on the platform's own machines. */
    group(spec: Spec): GroupQuery | undefined;
    /** The machines that the job holds, one entry per kind. */
    machines(spec: Spec): readonly Machines[];
    /** Where their price is found. */
    priceSource(spec: Spec): PriceSource;
    /** The images that the spec names; the platform's own frameworks do not count. */
    images(spec: Spec): readonly Image[];
    /** The tags that the spec gives the job, by key. Absent: the platform's jobs have none. */
    tags?(spec: Spec): Readonly<Record<string, string>> | undefined;
    /** How the platform is told to end a job that runs too long. Absent: it cannot be. */
    readonly timeLimit?: TimeLimit<Spec>;
    /** Vendor states of a job that ended before any compute was granted: it does not count as a run and is submitted again unasked. */
    readonly neverRan: readonly string[];
    /** The project or workspace that the spec itself names, where the vendor puts it there. */
    project?(spec: Spec): string | undefined;
    /** The workspace that the spec names, where jobs live in a project and in a workspace. */
    workspace?(spec: Spec): string | undefined;
  };
  /** Absent: the vendor has no registry of models. */
  readonly model?: ModelKind<ModelSpec>;
  /**
   * Throws what is wrong with the place before any request: `invalid` for a setting, `auth` for missing credentials.
   * Reads local files at most.
   */
  verify(where: Where, io: Io): void;
  /** What people need to know when the vendor refuses. */
  readonly help: {
    /** Where a call's credentials came from: `QIZHI_USERNAME of the environment`. Reads local files at most. @throws as `verify` */
    credentialsFrom(action: string, where: Where, io: Io): string;
    /** What makes a refused call permitted, as a sentence without its full stop: `allow tione:CreateTrainingTask …`. */
    permissionFor(action: string): string;
  };
  /** No I/O; credentials are resolved at each call. */
  connect(where: Where, io: Io): Connected<Spec, ModelSpec>;
}

/** A platform's calls at one place. */
export interface Connected<Spec, ModelSpec = object> {
  readonly jobs: JobApi<Spec>;
  readonly models?: ModelApi<ModelSpec>;
  readonly groups?: GroupApi;
  /** Absent: the platform's API has no prices. */
  readonly prices?: PriceApi;
}

/** What a platform's models are made of. */
export interface ModelKind<Spec> {
  /** Strict; no defaults and no transforms. */
  readonly spec: ZodType<Spec>;
  /** What the program calls the model: a name, or an id that the platform gave. */
  name(spec: Spec): string;
  /** Whether the spec itself says where the files are; otherwise they are what the source job wrote. */
  namesFiles(spec: Spec): boolean;
  /** The label that the program fixes; undefined: the next free one is taken. */
  label(spec: Spec): string | undefined;
  /** The workspace that the spec names, where models live in a project and in a workspace; its source job is in the same. */
  workspace?(spec: Spec): string | undefined;
  /** The images that the spec names. Absent: it names none. */
  images?(spec: Spec): readonly Image[];
  /** A version's files can be deleted along with it. Absent: never. */
  readonly deletesArtifacts?: true;
}
