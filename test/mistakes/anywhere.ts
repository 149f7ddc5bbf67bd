import * as pulumi from "@pulumi/pulumi";
import { modelarts, qizhi, tione } from "../../src";
import { samples } from "../conformance/samples";
import { calls, others, programs, specs, type Mistake } from "./mistake";

// What JavaScript and Pulumi make of a slip, wherever it stands, and what a helper or the compiler says before anybody is asked.

const bucket = pulumi.output("ml-1250000000");
/** For the linter, which knows the mistake. */
const inText: { toString(): string } = bucket;
/** As a template writes an output into a text: the compiler lets it pass. */
const written = () => String(inText);
const NOTE =
  /holds Pulumi's note about an output instead of the output's value; write the string as pulumi\.interpolate`…`$/;

const { spec: tioneSpec = {} } = samples["tione"] ?? {};
const { spec: modelartsSpec = {} } = samples["modelarts"] ?? {};
const { spec: v1Spec = {} } = samples["modelarts-v1"] ?? {};
const { spec: qizhiSpec = {} } = samples["qizhi"] ?? {};
const image = (imageUrl: string) => ({ imageInfo: { imageType: "CCR", imageUrl } });

export function anywhere(): readonly Mistake[] {
  return [
    ...specs("tione", tioneSpec, [
      [
        "an output in the text of a bucket",
        { output: { bucket: `${written()}-logs`, paths: ["runs/"] } },
        { check: new RegExp(`^spec\\.output\\.bucket: ${NOTE.source}`), up: /Output\.Bucket.*no such bucket/s },
      ],
      [
        "an output in the text of a command",
        { startCmd: `python train.py --data ${written()}` },
        { check: new RegExp(`^spec\\.startCmd: ${NOTE.source}`) },
      ],
      [
        "an output in the text of an image",
        image(`${written()}:1.4`),
        {
          check: new RegExp(`^spec\\.imageInfo\\.imageUrl: ${NOTE.source}`),
          up: /ImageUrl.*an address of a registry/s,
        },
      ],
      [
        "JSON.stringify of a record with an output in it",
        { env: { CONFIG: JSON.stringify({ bucket }) } },
        {
          check:
            /^spec\.env\.CONFIG: holds Pulumi's note .* use pulumi\.jsonStringify\(…\) instead of JSON\.stringify\(…\)$/,
        },
      ],
      [
        "an output in the name of a variable",
        { env: { [`DATA_${written()}`]: "1" } },
        { check: /^spec\.env: has a member whose name holds Pulumi's note about an output/ },
      ],
      [
        "a promise in a text",
        { startCmd: "python train.py --data [object Promise]" },
        {
          warns:
            /^spec\.startCmd holds \[object Promise\], which JavaScript writes for a promise in a string; await it/,
        },
      ],
      [
        "a record in a text",
        { tags: { team: "nlp-[object Object]" } },
        { warns: /^spec\.tags\.team holds \[object Object\], which JavaScript writes for a record in a string/ },
      ],
      [
        "a variable of the environment that is not set, in the tag of an image",
        image("ccr.ccs.tencentyun.com/ml/sft:undefined"),
        { warns: /^spec\.imageInfo\.imageUrl holds a part that is undefined or NaN/ },
      ],
      [
        "a seed of more digits than JavaScript keeps",
        { tuningParameters: { seed: 2 ** 53 + 2 } },
        { warns: /^spec\.tuningParameters\.seed is a whole number beyond 2\^53, .*; write it as a string$/ },
      ],
      [
        "a NUL at the end of a variable",
        { env: { TOKEN: "a\0" } },
        { check: /^spec\.env\.TOKEN: holds a NUL character, which .* can have; leave it out$/, up: /a NUL character/ },
      ],
    ]),
    ...others("tione", tioneSpec, [
      [
        "an output in the text of the job's name",
        { name: `sft-${written()}` },
        { check: new RegExp(`^name: ${NOTE.source}`) },
      ],
      [
        "an output in what is sent beside the spec",
        { extraSpec: { SchedulePolicy: { PriorityClass: `class-${written()}` } } },
        { check: new RegExp(`^extraSpec\\.SchedulePolicy\\.PriorityClass: ${NOTE.source}`) },
      ],
    ]),
    ...specs("modelarts", modelartsSpec, [
      [
        "an output in the text of a place in object storage",
        { algorithm: { engine: { imageUrl: "a/b:1" }, command: "run", codeDir: `obs://${written()}/code/` } },
        { check: new RegExp(`^spec\\.algorithm\\.codeDir: ${NOTE.source}`) },
      ],
      [
        "a NUL at the end of a variable",
        { algorithm: { engine: { imageUrl: "a/b:1" }, command: "run", environments: { TOKEN: "a\0" } } },
        { check: /^spec\.algorithm\.environments\.TOKEN: holds a NUL character/, up: /ModelArts\.2788/ },
      ],
    ]),
    ...specs("modelarts-v1", v1Spec, [
      [
        "an output in the text of a place in object storage",
        { trainUrl: `/${written()}/runs/` },
        { check: new RegExp(`^spec\\.trainUrl: ${NOTE.source}`), up: /train_url/ },
      ],
      [
        "a NUL at the end of a parameter",
        { parameter: { token: "a\0" } },
        { check: /^spec\.parameter\.token: holds a NUL character/, up: /NUL/ },
      ],
    ]),
    ...specs("qizhi", qizhiSpec, [
      [
        "an output in the text of a command",
        { command: `python train.py --data ${written()}` },
        { check: new RegExp(`^spec\\.command: ${NOTE.source}`) },
      ],
      [
        "a NUL at the end of a variable",
        { env: { TOKEN: "a\0" } },
        { check: /^spec\.env\.TOKEN: holds a NUL character/, up: /NUL/ },
      ],
    ]),
    ...calls([
      [
        "an output in the text of a place",
        () => tione.cos(`${written()}/runs/`),
        /^TypeError: tione\.cos: place is a string with an output in it, .*; write `output\.apply\(\(value\) => tione\.cos\(…\)\)`$/,
      ],
      [
        "another cloud's address",
        () => tione.cos("s3://ml-1250000000/runs/"),
        /^RangeError: "s3:.* does not name a bucket and a path; write "bucket-1250000000\/path\/" or "cos:/,
      ],
      [
        "a bucket without a path",
        () => tione.cos("ml-1250000000"),
        /^RangeError: .* does not name a bucket and a path/,
      ],
      [
        "a region beside an address of another",
        () => tione.cos("cos://ml-1250000000.ap-guangzhou/runs/", "ap-beijing"),
        /^RangeError: .* is in ap-guangzhou, and region is ap-beijing; leave one of them out$/,
      ],
      [
        "GiB finer than TI-ONE counts",
        () => tione.prepaid({ cores: 8, memoryGiB: 2.2 }),
        /^RangeError: memoryGiB is 2\.2; .* the nearest value it takes is 2\.2001953125$/,
      ],
      [
        "a third of a card",
        () => tione.prepaid({ cores: 8, memoryGiB: 64, gpus: 1 / 3 }),
        /^RangeError: gpus is 0\.33.* the nearest value it takes is 0\.33$/,
      ],
      [
        "fewer than no cores",
        () => tione.prepaid({ cores: -8, memoryGiB: 64 }),
        /^RangeError: cores is -8; .* from 0$/,
      ],
      [
        "cards that no machine of a pool gives",
        () => modelarts.pool({ poolId: "pool-1", cards: 3 }),
        /^RangeError: cards is 3; a pool offers machines with 1, 2, 4, 8, 16$/,
      ],
      ["more restarts than there are", () => modelarts.retries(10), /^RangeError: times is 10; .* 1 to 3 times$/],
      ["no hours", () => qizhi.hours(0), /^RangeError: 0 hours: Qizhi counts in whole milliseconds, at least 1$/],
    ]),
    ...programs([
      [
        "a number in the environment",
        `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, env: { EPOCHS: 3 } } });`,
        /'number' is not assignable/,
      ],
      [
        "a number as text",
        `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, resourceConfigInfos: [{ role: "WORKER", cpu: "32" }] } });`,
        /'string' is not assignable/,
      ],
      [
        "a command as a list of words",
        `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, startCmd: ["python", "train.py"] } });`,
        /'string\[\]' is not assignable/,
      ],
      [
        "an address in the place of a record",
        `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, output: "cos://ml-1250000000/runs/" } });`,
        /'string' is not assignable|'"cos:.*"' is not assignable/,
      ],
      [
        "an output for a helper that needs its value",
        `training.tione.cos(text);`,
        /'Output(Instance)?<string>' is not assignable|not assignable to parameter of type 'string'/,
      ],
      [
        "hours as a text",
        `new training.TrainingJob("a", { platform: "modelarts", spec: { algorithm: { command: "run" }, autoStop: "24h" } });`,
        /is not assignable/,
      ],
      [
        "a running time as a text",
        `declare const q: training.QizhiJobSpec; new training.TrainingJob("a", { platform: "qizhi", spec: { ...q, maxRunningTimeMs: "12h" } });`,
        /"12h"/,
      ],
    ]),
  ];
}
