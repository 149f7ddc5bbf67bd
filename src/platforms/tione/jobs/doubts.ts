import type { z } from "zod";
import type { Doubt } from "../../kit/doubts";
import type { cosPathInfo, imageInfo, resourceConfigInfo } from "../structs";
import type { dataConfig } from "./data";

/*
 * What the documents of CreateTrainingTask allow but hardly anybody means: the machines are paid for all the same.
 */

/** The members of a spec that depend on one another. */
interface Job {
  readonly chargeType: string;
  readonly resourceConfigInfos: readonly z.output<typeof resourceConfigInfo>[];
  readonly resourceGroupId?: string | undefined;
  readonly trainingMode?: string | undefined;
  readonly startCmd?: string | undefined;
  readonly psStartCmd?: string | undefined;
  readonly workerStartCmd?: string | undefined;
  readonly codePackagePath?: z.output<typeof cosPathInfo> | undefined;
  readonly output?: z.output<typeof cosPathInfo> | undefined;
  readonly imageInfo?: z.output<typeof imageInfo> | undefined;
  readonly dataConfigs?: readonly z.output<typeof dataConfig>[] | undefined;
  readonly vpcId?: string | undefined;
}

/** What is unlikely about a job as a whole. */
export function findJobDoubts(spec: Job): readonly Doubt[] {
  return [
    ...ofCommand(spec),
    ...ofCharging(spec),
    ...ofRoles(spec),
    ...ofOutput(spec),
    ...ofStorage(spec),
    ...ofImage(spec),
  ];
}

function* ofCommand({ startCmd, workerStartCmd, psStartCmd, trainingMode, codePackagePath }: Job): Generator<Doubt> {
  if (!startCmd && !workerStartCmd && !psStartCmd) {
    const runs = codePackagePath ? "nothing starts the code of codePackagePath" : "what runs is left to the image";
    yield { path: ["startCmd"], message: `is left out, and so is workerStartCmd: without a command, ${runs}` };
  } else if (trainingMode === "PS_WORKER" && (!psStartCmd || !workerStartCmd)) {
    const missing = psStartCmd ? "workerStartCmd" : "psStartCmd";
    yield {
      path: [missing],
      message: "is left out; with trainingMode PS_WORKER each of the two roles has its command",
    };
  }
}

function* ofCharging({ chargeType, resourceGroupId, resourceConfigInfos }: Job): Generator<Doubt> {
  const isPrepaid = chargeType === "PREPAID";
  if (!isPrepaid && resourceGroupId) {
    const path = ["resourceGroupId"];
    yield {
      path,
      message:
        "is given with chargeType POSTPAID_BY_HOUR, which pays for other machines by the hour; write PREPAID to run on the group",
    };
  }
  for (const [index, machines] of resourceConfigInfos.entries()) {
    const at = (member: string) => ["resourceConfigInfos", index, member];
    const { cpu, memory, gpu, gpuType, instanceType } = machines;
    if (!isPrepaid) {
      const idle = (["cpu", "memory", "gpu"] as const).find((member) => machines[member]);
      if (idle)
        yield {
          path: at(idle),
          message: "goes with chargeType PREPAID; with POSTPAID_BY_HOUR instanceType determines it",
        };
      continue;
    }
    if (instanceType)
      yield {
        path: at("instanceType"),
        message: "goes with chargeType POSTPAID_BY_HOUR; a group's machines are asked for in cpu, memory and gpu",
      };
    else if (!cpu && !memory && !gpu)
      yield { path: ["resourceConfigInfos", index], message: "asks the group for no core, no memory and no card" };
    if (gpu && !gpuType)
      yield { path: at("gpuType"), message: "is left out, although gpu is given: the type of the cards, such as A100" };
  }
}

function* ofRoles({ trainingMode, resourceConfigInfos }: Job): Generator<Doubt> {
  if (trainingMode === "RAY") return; // one entry for each group of workers
  for (const [index, { role }] of resourceConfigInfos.entries()) {
    if (resourceConfigInfos.findIndex((other) => other.role === role) === index) continue;
    const message = `is ${role} again; TI-ONE takes one entry per role: give the number of machines in instanceNum`;
    yield { path: ["resourceConfigInfos", index, "role"], message };
  }
}

/** The job's id is appended directly to the key. */
function* ofOutput({ output }: Job): Generator<Doubt> {
  const [key = ""] = output?.paths ?? [];
  if (key === "" || key.endsWith("/")) return;
  const files = JSON.stringify(`${key}<job id>/`);
  const message = `is ${JSON.stringify(key)}, so that the files land under ${files}; write ${JSON.stringify(`${key}/`)}`;
  yield { path: ["output", "paths", 0], message };
}

const IN_A_NETWORK = ["cfsSource", "cfsTurboSource", "gooseFSSource"] as const;

function* ofStorage({ dataConfigs = [], vpcId }: Job): Generator<Doubt> {
  const found = IN_A_NETWORK.find((source) =>
    dataConfigs.some((entry) => entry[source] && !entry.cfsSource?.isPresetStorage),
  );
  if (!found || vpcId) return;
  yield {
    path: ["vpcId"],
    message: `is left out, although dataConfigs has a ${found}: file systems are reached over a network`,
  };
}

function* ofImage({ imageInfo }: Job): Generator<Doubt> {
  if (imageInfo?.imageType !== "TCR" || imageInfo.registryId) return;
  yield {
    path: ["imageInfo", "registryId"],
    message: "is left out, although imageType is TCR: the instance of the registry",
  };
}
