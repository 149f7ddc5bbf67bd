import type { z } from "zod";
import type { modelartsJobMembers } from "./schema";

type Spec = z.output<typeof modelartsJobMembers>;
type Algorithm = NonNullable<Spec["algorithm"]>;
/** Says what is wrong with which member. */
type Report = (path: PropertyKey[], message: string) => void;

/** What members of a spec ask of one another. Each issue sits on the member to change. */
export function crossCheck(spec: Spec, context: z.core.$RefinementCtx<Spec>): void {
  const report: Report = (path, message) => context.addIssue({ code: "custom", path, message });
  checkSource(spec, report);
  if (spec.algorithm) {
    checkEngine(spec.algorithm, report);
    checkPaths(spec.algorithm, report);
  }
  checkMachines(spec, report);
  checkSummary(spec, report);
}

/** Exactly one of: an algorithm, a subscribed one, code, an image with a command. */
function checkSource({ algorithm, tasks, kind = "job" }: Spec, report: Report): void {
  if (!algorithm) {
    if (!tasks && kind === "job") report(["algorithm"], "is needed: what the job runs");
    return;
  }
  const { id, subscriptionId, itemVersionId, codeDir, bootFile, command, engine } = algorithm;
  const at = (member: string) => ["algorithm", member];
  if (Boolean(subscriptionId) !== Boolean(itemVersionId)) {
    report(
      at(subscriptionId ? "itemVersionId" : "subscriptionId"),
      "is needed: a subscribed algorithm has subscriptionId and itemVersionId",
    );
  }
  const named = [id && "id", subscriptionId && "subscriptionId"].filter(Boolean);
  if (named.length > 1) report(at("id"), "is given beside subscriptionId; ModelArts takes one or the other");
  if (named.length > 0) {
    if (engine) report(at("engine"), `is given beside ${named[0]}, which brings its own`);
    if (!subscriptionId) return;
    for (const member of ["localCodeDir", "workingDir"] as const) {
      if (algorithm[member]) report(at(member), "is given beside subscriptionId, which brings its own");
    }
    return;
  }
  if (engine?.imageUrl && !engine.engineName) {
    // Code 2806: a custom image needs both.
    if (!command) report(at("command"), "is needed with engine.imageUrl: what the image runs");
    return;
  }
  if (tasks || (!codeDir && !bootFile && !engine && command)) {
    if (!tasks) report(at("engine"), "is needed with command: the image that runs it, engine.imageUrl");
    return;
  }
  if (!codeDir) report(at("codeDir"), "is needed, or else id, subscriptionId or engine.imageUrl: what the job runs");
  else if (!bootFile) report(at("bootFile"), "is needed with codeDir: the file that is run");
  else if (!engine) report(at("engine"), "is needed with codeDir and bootFile: what they run in");
}

function checkEngine({ engine }: Algorithm, report: Report): void {
  if (!engine) return;
  const { engineId, engineName, engineVersion, imageUrl, installSysPackages } = engine;
  const at = (member: string) => ["algorithm", "engine", member];
  // Any of them may stand beside the others: an id, what it stands for, and an image to run it in.
  if (engineName && !engineVersion && !imageUrl && !engineId) report(at("engineVersion"), "is needed with engineName");
  if (engineVersion && !engineName && !engineId) report(at("engineName"), "is needed with engineVersion");
  if (!engineId && !engineName && !engineVersion && !imageUrl)
    report(at("engineId"), "is needed, or else engineName and engineVersion, or imageUrl");
  if (installSysPackages && !(engineName && engineVersion && imageUrl))
    report(at("installSysPackages"), "goes only with engineName, engineVersion and imageUrl");
}

function checkPaths({ codeDir, bootFile, inputs = [] }: Algorithm, report: Report): void {
  if (codeDir && bootFile && !isInside(bootFile, codeDir))
    report(["algorithm", "bootFile"], `is not inside of codeDir ${JSON.stringify(codeDir)}`);
  inputs.forEach(({ remote: { obs, dataset } }, index) => {
    const at = ["algorithm", "inputs", index, "remote"];
    if (Boolean(obs) === Boolean(dataset)) report(at, "needs exactly one of obs and dataset");
    if (dataset && !dataset.versionId && dataset.serviceType !== "V3")
      report([...at, "dataset", "versionId"], "is needed unless serviceType is V3");
  });
}

/** A boot file is written in full, or from the code directory on. */
function isInside(file: string, directory: string): boolean {
  const plain = (path: string) => path.replace(/^obs:\//, "").replace(/\/*$/, "");
  return !/^(\/|obs:|file:)/.test(file) || plain(file).startsWith(`${plain(directory)}/`);
}

const POOL_ONLY = ["volumes", "schedulePolicy", "priority", "preemptible"] as const satisfies readonly (keyof Spec)[];

function checkMachines(spec: Spec, report: Report): void {
  const { kind, resource, tasks } = spec;
  if (tasks?.length) {
    if (resource) report(["tasks"], "is given beside resource; ModelArts takes one or the other");
    return;
  }
  if (!resource) return report(["resource"], "is needed: the machines");
  const { poolId, poolGroupId, flavorId } = resource;
  if (kind === "federated_pool_job" && !poolGroupId)
    report(["resource", "poolGroupId"], "is needed with kind federated_pool_job");
  if (poolId || poolGroupId) return;
  if (!flavorId) report(["resource", "flavorId"], "is needed without poolId: a flavor of the public pool");
  else if (flavorId.startsWith("modelarts.pool."))
    report(["resource", "poolId"], `is needed with flavorId ${flavorId}: the dedicated pool`);
  for (const member of POOL_ONLY) {
    if (spec[member] !== undefined) report([member], "needs a dedicated pool: resource.poolId");
  }
  if (resource.mainContainerCustomizedFlavor)
    report(["resource", "mainContainerCustomizedFlavor"], "needs a dedicated pool: resource.poolId");
}

function checkSummary({ algorithm, annotations = {} }: Spec, report: Report): void {
  const summary = algorithm?.summary;
  if (summary?.logType && !summary.logDir)
    report(["algorithm", "summary", "logDir"], "is needed with logType: where the job writes for it");
  for (const feature of ["tensorboard/enable", "mindstudio-insight/enable"] as const) {
    if (annotations[feature] !== "true" || summary?.dataSources?.length) continue;
    report(["annotations", feature], "needs algorithm.summary.dataSources: the job whose data is shown");
  }
}
