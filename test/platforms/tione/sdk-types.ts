/*
 * Whether our spec has everything that the vendor's SDK has, decided by the compiler: see `complete` at the end. A member that
 * an SDK release adds makes this file fail to compile, and the error names its path.
 */
import type {
  CreateTrainingModelRequest,
  CreateTrainingTaskRequest,
  EncodedStartCmdInfo,
  EnvVar,
  StartCmdInfo,
  Tag,
} from "tencentcloud-sdk-nodejs/tencentcloud/services/tione/v20211111/tione_models";
import type { VENDOR_NAMES } from "../../../src/platforms/tione/jobs/request";
import type { TioneJobSpecInput } from "../../../src/platforms/tione/jobs/schema";
import type { TioneModelSpecInput } from "../../../src/platforms/tione/models/schema";

/** Members that users write in another form; `request.ts` converts them, and the end of this file watches what is inside. */
type Reshaped = "Name" | "Tags" | "Envs" | "StartCmdInfo" | "EncodedStartCmdInfo";

/** Members of nested structs that only answers carry. */
type AnswersOnly =
  | "ResourceConfigInfos.InstanceTypeAlias"
  | "ExposeNetworkConfig.SSHConfig.LoginCommand"
  | "ExposeNetworkConfig.SSHConfig.IsAddressChanged"
  | "ExposeNetworkConfig.SSHConfig.PodSSHInfo";

/** Members of a registration that the source job and the choice of model decide. `AutoMLTaskId` is deprecated. */
type Derived =
  "ImportMethod" | "TrainingModelSource" | "TrainingJobId" | "TrainingJobName" | "TrainingJobVersion" | "AutoMLTaskId";

type Irregular = { [Ours in keyof typeof VENDOR_NAMES as (typeof VENDOR_NAMES)[Ours]]: Ours };
type OurName<Vendor extends string> = Vendor extends keyof Irregular ? Irregular[Vendor] : Uncapitalize<Vendor>;

type Item<Value> = Value extends readonly (infer Element)[] ? Element : Value;
type Struct<Value> = Extract<Item<NonNullable<Value>>, object>;

/** Paths of the vendor's members that have no counterpart in ours; `never` when there are none. */
export type Missing<Vendor, Ours, Path extends string = ""> = [Vendor] extends [never]
  ? never // text, a number or a flag: nothing inside
  : {
      [Member in keyof Vendor & string]-?: `${Path}${Member}` extends Reshaped | AnswersOnly | Derived
        ? never
        : OurName<Member> extends keyof Ours
          ? Missing<Struct<Vendor[Member]>, Struct<Ours[OurName<Member>]>, `${Path}${Member}.`>
          : `${Path}${Member}`;
    }[keyof Vendor & string];

/** True, or a type that names what is missing. */
export type NoneOf<Paths> = [Paths] extends [never] ? true : { readonly missing: Paths };

/** Every line is true as long as we have all that the SDK has; the last four look into what `request.ts` converts. */
export const complete: {
  readonly spec: NoneOf<Missing<CreateTrainingTaskRequest, TioneJobSpecInput>>;
  readonly model: NoneOf<Missing<CreateTrainingModelRequest, TioneModelSpecInput>>;
  readonly tag: NoneOf<Exclude<keyof Tag, "TagKey" | "TagValue">>;
  readonly envVar: NoneOf<Exclude<keyof EnvVar, "Name" | "Value" | "IsPrivate">>;
  readonly startCmdInfo: NoneOf<Exclude<keyof StartCmdInfo, "StartCmd" | "PsStartCmd" | "WorkerStartCmd">>;
  readonly encodedStartCmdInfo: NoneOf<Exclude<keyof EncodedStartCmdInfo, "StartCmdInfo">>;
} = { spec: true, model: true, tag: true, envVar: true, startCmdInfo: true, encodedStartCmdInfo: true };
