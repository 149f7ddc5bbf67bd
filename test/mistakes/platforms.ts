import { tione } from "../../src";
import { samples } from "../conformance/samples";
import { others, specs, type Mistake } from "./mistake";

// What the platforms have each for themselves.

const { spec: hourly = {}, group: tioneGroup } = samples["tione"] ?? {};
const onGroup = { ...tioneGroup?.job };
const cardless = { role: "WORKER", cpu: 8_000, memory: 65_536, instanceNum: 1 };
const machines = (more: object) => ({ resourceConfigInfos: [{ ...cardless, ...more }] });
const carded = (gpu: number) => machines({ gpu, gpuType: "A100" });
const instances = (more: object) => ({
  resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST", instanceNum: 1, ...more }],
});
const image = (imageUrl: string, more = {}) => ({ imageInfo: { imageType: "CCR", imageUrl, ...more } });
const cosAt = (bucket: string, path = "runs/", more = {}) => ({ output: { bucket, paths: [path], ...more } });
const mounted = (mappingPath: string) => ({
  dataConfigs: [{ dataSourceType: "COS", cosSource: { bucket: "ml-1250000000", paths: ["data/"] }, mappingPath }],
});
const cfs = (id: string) => ({
  dataConfigs: [{ dataSourceType: "CFS", cfsSource: { id, path: "/" }, mappingPath: "/data" }],
});

const onTione: readonly Mistake[] = [
  ...specs("tione", hourly, [
    [
      "cos://b/runs/ for cos(): it is read, and the account's number is missing",
      { output: tione.cos("cos://b/runs/") },
      {
        warns: /^spec\.output\.bucket is "b", without the account number that ends a bucket name: ml-1250000000$/,
      },
    ],
    [
      "an address in the place of a bucket",
      cosAt("cos://ml-1250000000"),
      {
        check: /^spec\.output\.bucket: is "cos:.*", which is not a bucket name; .* as training\.tione\.cos\(…\) does$/,
        up: /no such bucket/,
      },
    ],
    [
      "a URL in the place of a bucket",
      cosAt("https://ml-1250000000.cos.ap-guangzhou.myqcloud.com"),
      { check: /^spec\.output\.bucket: is "https:.* not a bucket name/, up: /no such bucket/ },
    ],
    [
      "a key that begins with a slash",
      cosAt("ml-1250000000", "/runs/"),
      { warns: /^spec\.output\.paths\[0\] is "\/runs\/"; keys .* do not begin/ },
    ],
    [
      "bucket and scheme in the key",
      cosAt("ml-1250000000", "cos://ml-1250000000/runs/"),
      { warns: /^spec\.output\.paths\[0\] is "cos:.*; give the key alone/ },
    ],
    [
      "a directory without its slash, which the job's id follows",
      cosAt("ml-1250000000", "runs"),
      { warns: /^spec\.output\.paths\[0\] is "runs", so that the files land under "runs<job id>\/"; write "runs\/"$/ },
    ],
    [
      "a bucket in a region that there is not",
      cosAt("ml-1250000000", "runs/", { region: "ap-beijin" }),
      { warns: /^spec\.output\.region is "ap-beijin", not a region .*; did you mean ap-beijing\?$/ },
    ],
    [
      "no command",
      { startCmd: undefined },
      {
        warns:
          /^spec\.startCmd is left out, and so is workerStartCmd: without a command, what runs is left to the image$/,
      },
    ],
    [
      "code and no command",
      { startCmd: undefined, codePackagePath: { bucket: "ml-1250000000", paths: ["code/"] } },
      { warns: /^spec\.startCmd is left out, .* nothing starts the code of codePackagePath$/ },
    ],
    [
      "a command of nothing but spaces",
      { startCmd: "  \n" },
      { check: /^spec\.startCmd: holds nothing but spaces; write the command/ },
    ],
    [
      "parameter servers without a command",
      {
        startCmd: undefined,
        workerStartCmd: "python train.py",
        trainingMode: "PS_WORKER",
        resourceConfigInfos: ["PS", "WORKER"].map((role) => ({
          role,
          instanceType: "TI.GN7.2XLARGE32.POST",
          instanceNum: 1,
        })),
      },
      { warns: /^spec\.psStartCmd is left out; with trainingMode PS_WORKER each of the two roles has its command$/ },
    ],
    [
      "a path of Windows in a container",
      mounted("C:\\data"),
      {
        check: /^spec\.dataConfigs\[0\]\.mappingPath: is "C:\\\\data", a Windows path; .* write one such as \/data$/,
        up: /PathIllegal/,
      },
    ],
    [
      "a path in a container that begins nowhere",
      mounted("data"),
      { warns: /^spec\.dataConfigs\[0\]\.mappingPath is "data", which does not begin with "\/"/ },
    ],
    [
      "a group that is not used, beside machines by the hour",
      { resourceGroupId: "rsg-prod0001" },
      {
        warns:
          /^spec\.resourceGroupId is given with chargeType POSTPAID_BY_HOUR, which pays for other machines .*; write PREPAID/,
      },
    ],
    [
      "cards beside machines by the hour",
      instances({ gpu: 800, gpuType: "T4" }),
      {
        warns:
          /^spec\.resourceConfigInfos\[0\]\.gpu goes with chargeType PREPAID; with POSTPAID_BY_HOUR instanceType determines it$/,
      },
    ],
    [
      "no machines",
      instances({ instanceNum: 0 }),
      { check: /instanceNum: is 0; TI-ONE takes whole machines, at least 1$/, up: /InstanceNum/ },
    ],
    [
      "fewer machines than none",
      instances({ instanceNum: -1 }),
      { check: /instanceNum: is -1; .* at least 1$/, up: /InstanceNum/ },
    ],
    [
      "8000 machines",
      instances({ instanceNum: 8_000 }),
      { warns: /instanceNum is 8000: so many machines are paid for at once$/ },
    ],
    [
      "a specification by the id of the price list",
      instances({ instanceType: "sv_tio_platform_cloud_post_gpu_8c32g_1t4" }),
      { warns: /instanceType is "sv_.*belongs; training\.tione\.getBillingPrices lists them$/, up: /no instance type/ },
    ],
    [
      "a specification without its end",
      instances({ instanceType: "TI.GN7.2XLARGE32" }),
      { warns: /instanceType is "TI\.GN7\.2XLARGE32"/, up: /no instance type/ },
    ],
    [
      "a specification that is not sold",
      instances({ instanceType: "TI.GN7.3XLARGE32.POST" }),
      { up: /no instance type TI\.GN7\.3XLARGE32\.POST/ },
    ],
    [
      "one role in two entries",
      { resourceConfigInfos: [...instances({}).resourceConfigInfos, ...instances({}).resourceConfigInfos] },
      { warns: /^spec\.resourceConfigInfos\[1\]\.role is WORKER again; .* in instanceNum$/, up: /occurs twice/ },
    ],
    [
      "a URL in the place of an image",
      image("https://ccr.ccs.tencentyun.com/ml/sft:1.4"),
      {
        check: /^spec\.imageInfo\.imageUrl: is "https:.*begins with a scheme, .*; write it as ccr\./,
        up: /an address of a registry/,
      },
    ],
    [
      "an image and the line's end",
      image("ccr.ccs.tencentyun.com/ml/sft:1.4\n"),
      { warns: /imageUrl is .*, with a space or a line break around it; remove it$/ },
    ],
    [
      "two images in one text",
      image("ccr.ccs.tencentyun.com/ml/sft:1.4 ccr.ccs.tencentyun.com/ml/sft:1.5"),
      { check: /imageUrl: is .*, which holds a space; write it as/, up: /an address of a registry/ },
    ],
    [
      "an image without a tag",
      image("ccr.ccs.tencentyun.com/ml/sft"),
      { warns: /imageUrl is .* without a tag: which image runs is left to the registry/ },
    ],
    [
      "a registry of one's own without its instance",
      { imageInfo: { imageType: "TCR", imageUrl: "mine.tencentcloudcr.com/ml/sft:1.4" } },
      { warns: /^spec\.imageInfo\.registryId is left out, although imageType is TCR/ },
    ],
    [
      "a file system without a network",
      cfs("cfs-1"),
      { warns: /^spec\.vpcId is left out, although dataConfigs has a cfsSource/ },
    ],
    [
      "a file system by its name",
      { ...cfs("shared"), vpcId: "vpc-1" },
      { warns: /cfsSource\.id is "shared", where an id such as cfs-… belongs/ },
    ],
    [
      "a network by its name",
      { vpcId: "prod" },
      { warns: /^spec\.vpcId is "prod", where an id such as vpc-… belongs/ },
    ],
    [
      "a subnet by its name",
      { vpcId: "vpc-1", subnetId: "a" },
      { warns: /^spec\.subnetId is "a", where an id such as subnet-… belongs/ },
    ],
  ]),
  ...others("tione", hourly, [
    [
      "a region that there is not",
      { region: "ap-guangzho" },
      {
        warns: /^region is "ap-guangzho", not a region that this package knows; did you mean ap-guangzhou\?$/,
        up: /UnsupportedRegion/,
      },
    ],
  ]),
  ...specs("tione", onGroup, [
    [
      "the name of a group in the place of its id",
      { resourceGroupId: "prod-a100" },
      {
        warns:
          /^spec\.resourceGroupId is "prod-a100", where an id such as rsg-… belongs; .*ResourceGroupRef.* finds the id$/,
        up: /no resource group prod-a100/,
      },
    ],
    [
      "a specification beside a group",
      instances({ cpu: 8_000 }),
      {
        warns:
          /instanceType goes with chargeType POSTPAID_BY_HOUR; a group's machines are asked for in cpu, memory and gpu$/,
      },
    ],
    [
      "nothing asked of a group",
      machines({ cpu: 0, memory: 0 }),
      {
        warns: /^spec\.resourceConfigInfos\[0\] asks the group for no core, no memory and no card$/,
        up: /asks for no core/,
      },
    ],
    [
      "cards of no type",
      machines({ gpu: 800 }),
      { warns: /gpuType is left out, although gpu is given/, up: /needed with Gpu/ },
    ],
    [
      "8 for eight cards",
      carded(8),
      { warns: /gpu is 8, which is 0\.08 of a card; TI-ONE counts hundredths of a card: 8 cards are 800$/ },
    ],
    ["16 for sixteen cards", carded(16), { warns: /gpu is 16, which is 0\.16 of a card/ }],
    [
      "eight hundred cards",
      { resourceConfigInfos: [tione.prepaid({ cores: 8, memoryGiB: 64, gpus: 800, gpuType: "A100" })] },
      { warns: /gpu is 80000, which is 800 cards, more than a machine has/ },
    ],
    [
      "256 for GiB of memory",
      machines({ memory: 256 }),
      { warns: /memory is 256, which is 0\.25 GiB; TI-ONE counts megabytes: 256 GiB are 262144$/ },
    ],
    [
      "megabytes for memoryGiB",
      { resourceConfigInfos: [tione.prepaid({ cores: 32, memoryGiB: 262_144 })] },
      { warns: /memory is 268435456, which is 262144 GiB, more than a machine has/ },
    ],
    [
      "32 for thirty-two cores",
      machines({ cpu: 32 }),
      { warns: /cpu is 32, which is 0\.032 of a core; TI-ONE counts thousandths of a core: 32 cores are 32000$/ },
    ],
    [
      "thousandths for cores",
      { resourceConfigInfos: [tione.prepaid({ cores: 32_000, memoryGiB: 64 })] },
      { warns: /cpu is 32000000, which is 32000 cores, more than a machine has/ },
    ],
    [
      "half a thousandth of a core",
      machines({ cpu: 0.5 }),
      { check: /cpu: is 0\.5; TI-ONE takes whole thousandths of a core/, up: /Cpu/ },
    ],
  ]),
];

const { spec: modelartsSpec = {}, group: modelartsGroup } = samples["modelarts"] ?? {};
const algorithm = { engine: { imageUrl: "team/llm-train:1.4" }, command: "bash run.sh" };
const runs = (more: object) => ({ algorithm: { ...algorithm, ...more } });
const writes = (obsUrl: string, more = {}) =>
  runs({ outputs: [{ name: "train_url", remote: { obs: { obsUrl } }, ...more }] });
const onPool = { resource: { poolId: "pool-1", flavorId: "modelarts.pool.visual.8xlarge" } };
const hours = (duration: number) => ({ timeUnit: "HOURS", duration });
const onFlavor = (more: object) => ({ resource: { flavorId: "modelarts.vm.gpu.8v100", nodeCount: 1, ...more } });

const onModelarts: readonly Mistake[] = [
  ...specs("modelarts", modelartsSpec, [
    [
      "another cloud's address",
      writes("s3://ml-bucket/out/"),
      { warns: /obsUrl is "s3:.*not how ModelArts writes a place; write \/ml-bucket\/out\/$/ },
    ],
    [
      "the address of a bucket",
      writes("https://ml-bucket.obs.cn-north-4.myhuaweicloud.com/out/"),
      { warns: /obsUrl is "https:.*; write \/ml-bucket\/out\/$/ },
    ],
    [
      "a bucket without the slash before it",
      writes("ml-bucket/out/"),
      { warns: /obsUrl is "ml-bucket\/out\/", .* write \/bucket\/dir\/ or obs:/ },
    ],
    [
      "code beside the program",
      runs({ codeDir: "./code" }),
      { warns: /^spec\.algorithm\.codeDir is "\.\/code", which is not how/ },
    ],
    [
      "code on a disk of Windows",
      runs({ codeDir: "C:\\code" }),
      {
        check: /codeDir: is "C:\\\\code", a path of this machine; ModelArts reads and writes object storage/,
        up: /ModelArts\.2791/,
      },
    ],
    [
      "a directory of Windows in a container",
      writes("/ml-bucket/out/", { localDir: "D:\\out" }),
      { check: /localDir: is "D:\\\\out", a Windows path/, up: /ModelArts\.2788/ },
    ],
    [
      "a directory in a container that begins nowhere",
      writes("/ml-bucket/out/", { localDir: "out" }),
      { warns: /localDir is "out", which does not begin with "\/"/ },
    ],
    [
      "no command",
      runs({ command: undefined }),
      { check: /^spec\.algorithm\.command: is needed with engine\.imageUrl/, up: /ModelArts\.2806/ },
    ],
    [
      "an empty command",
      runs({ command: "" }),
      { check: /^spec\.algorithm\.command: is needed with engine\.imageUrl/, up: /ModelArts\.2806/ },
    ],
    [
      "a command of nothing but spaces",
      runs({ command: " " }),
      { check: /^spec\.algorithm\.command: holds nothing but spaces/, up: /ModelArts\.2806/ },
    ],
    [
      "a URL in the place of an image",
      runs({ engine: { imageUrl: "https://swr.cn-north-4.myhuaweicloud.com/team/llm:1" } }),
      { check: /imageUrl: is "https:.*begins with a scheme/, up: /not an image address/ },
    ],
    [
      "an image without a tag",
      runs({ engine: { imageUrl: "team/llm" } }),
      { warns: /imageUrl is "team\/llm", without a tag/ },
    ],
    [
      "seconds for hours",
      { autoStop: hours(86_400) },
      { warns: /^spec\.autoStop\.duration is 86400, which is 3600 days: ModelArts counts hours$/ },
    ],
    [
      "no hours",
      { autoStop: hours(0) },
      { check: /autoStop\.duration: is 0; ModelArts takes whole hours, at least 1$/, up: /duration/ },
    ],
    [
      "seconds for which the machines stay",
      { reservedTime: hours(3_600) },
      { warns: /^spec\.reservedTime\.duration is 3600, which is 150 days/ },
    ],
    [
      "no machines",
      onFlavor({ nodeCount: 0 }),
      { check: /nodeCount: is 0; ModelArts takes whole machines, at least 1$/, up: /node_count/ },
    ],
    [
      "5000 machines",
      onFlavor({ nodeCount: 5_000 }),
      { warns: /nodeCount is 5000: so many machines are paid for at once$/, up: /ModelArts\.2793/ },
    ],
    [
      "a flavor of a pool without the pool",
      onFlavor({ flavorId: "modelarts.pool.visual.8xlarge" }),
      { check: /^spec\.resource\.poolId: is needed/, up: /ModelArts\.2763/ },
    ],
    [
      "a priority on the public pool",
      { priority: 3 },
      { check: /^spec\.priority: needs a dedicated pool/, up: /schedule_policy/ },
    ],
    [
      "a flavor of the public pool on a pool",
      onFlavor({ poolId: "pool-1" }),
      { warns: /^spec\.resource\.flavorId is "modelarts\.vm\.gpu\.8v100" beside poolId/, up: /ModelArts\.2781/ },
    ],
    [
      "megabytes for GiB",
      { resource: { ...onPool.resource, mainContainerCustomizedFlavor: { cpuCoreNum: 8, memSize: 262_144 } } },
      { warns: /memSize is 262144, more than a machine has; ModelArts counts GiB$/ },
    ],
    [
      "a file system without its host",
      { ...onPool, volumes: [{ nfs: { nfsServerPath: "/share", localPath: "/mnt/nfs" } }] },
      { warns: /nfsServerPath is "\/share"; ModelArts takes the host before the path/ },
    ],
    [
      "a mount on a path of Windows",
      { ...onPool, volumes: [{ nfs: { nfsServerPath: "nas.local:/share", localPath: "Z:\\share" } }] },
      { check: /volumes\[0\]\.nfs\.localPath: is "Z:\\\\share", a Windows path/ },
    ],
  ]),
  ...others("modelarts", { ...modelartsGroup?.job }, [
    [
      "a region with a letter too many",
      { region: "cn-norht-4" },
      { warns: /^region is "cn-norht-4", .* did you mean cn-north-4\?$/ },
    ],
  ]),
];

const { spec: v1Spec = {} } = samples["modelarts-v1"] ?? {};
const nas = (destPath: string) => ({ volumes: [{ nfs: { id: "sfs-1", srcPath: "192.168.8.150:/", destPath } }] });
const own = (userImageUrl: string, userCommand = "bash run.sh") => ({
  userImageUrl,
  userCommand,
  appUrl: undefined,
  bootFileUrl: undefined,
});

const onV1: readonly Mistake[] = [
  ...specs("modelarts-v1", v1Spec, [
    [
      "an address with a scheme",
      { trainUrl: "obs://ml-bucket/out/" },
      {
        check: /^spec\.trainUrl: is "obs:.*; ModelArts v1 takes a path such as \/bucket\/dir\/$/,
        up: /not an OBS path/,
      },
    ],
    [
      "a bucket as a whole for data",
      { dataUrl: "/ml-bucket/" },
      { check: /^spec\.dataUrl: is "\/ml-bucket\/", a bucket as a whole/, up: /ModelArts\.2606/ },
    ],
    [
      "a space in a path",
      { logUrl: "/ml-bucket/my logs/" },
      { check: /^spec\.logUrl: is .*; ModelArts v1 takes ASCII without spaces/, up: /ModelArts\.2608/ },
    ],
    [
      "a URL in the place of an image",
      own("https://swr.example.com/team/llm:1"),
      { check: /^spec\.userImageUrl: is .*begins with a scheme/, up: /not an image address/ },
    ],
    [
      "an image without a tag",
      own("swr.example.com:20202/team/llm"),
      { warns: /^spec\.userImageUrl is .*without a tag/ },
    ],
    [
      "a command of nothing but spaces",
      own("team/llm:1", "  "),
      { check: /^spec\.userCommand: holds nothing but spaces/, up: /not a command/ },
    ],
    [
      "a mount on a path of Windows",
      nas("C:\\data"),
      { check: /destPath: is "C:\\\\data", a Windows path/, up: /not a container directory/ },
    ],
    [
      "a mount on a path that begins nowhere",
      nas("data"),
      { warns: /destPath is "data", which does not begin with "\/"/ },
    ],
    [
      "no workers",
      { workerServerNum: 0 },
      { check: /^spec\.workerServerNum: is 0; .* at least 1$/, up: /worker_server_num/ },
    ],
    [
      "5000 workers",
      { workerServerNum: 5_000 },
      { warns: /^spec\.workerServerNum is 5000: so many machines/, up: /at most 4 workers/ },
    ],
    [
      "two kinds of machines",
      { poolId: "pool5f2a9c31" },
      { check: /^spec\.specId: is given beside poolId or flavor/, up: /exactly one of spec_id/ },
    ],
  ]),
  ...others("modelarts-v1", v1Spec, [
    [
      "a region that there is not",
      { region: "cn-noth-4" },
      { warns: /^region is "cn-noth-4", .* did you mean cn-north-4\?$/ },
    ],
  ]),
];

const { spec: qizhiSpec = {} } = samples["qizhi"] ?? {};
const [machine] = (qizhiSpec as { frameworkConfig?: readonly object[] }).frameworkConfig ?? []; // as the sample has it
const config = (more: object) => ({ frameworkConfig: [{ ...machine, ...more }] });

const onQizhi: readonly Mistake[] = [
  ...specs("qizhi", qizhiSpec, [
    [
      "24 for hours",
      { maxRunningTimeMs: 24 },
      {
        warns:
          /^spec\.maxRunningTimeMs is 24, which is 0\.024 seconds: Qizhi counts milliseconds; qizhi\.hours\(12\) is 12 hours$/,
      },
    ],
    [
      "seconds for milliseconds",
      { maxRunningTimeMs: 86_400 },
      { warns: /maxRunningTimeMs is 86400, which is 86\.4 seconds/ },
    ],
    ["five seconds", { maxRunningTimeMs: 5_000 }, { warns: /^spec\.maxRunningTimeMs is 5000, which is 5 seconds: / }],
    [
      "microseconds for milliseconds",
      { maxRunningTimeMs: 86_400_000_000 },
      { warns: /maxRunningTimeMs is 86400000000, which is 1000 days/ },
    ],
    [
      "no time",
      { maxRunningTimeMs: 0 },
      { check: /^spec\.maxRunningTimeMs: is 0; .* at least 1$/, up: /max_running_time_ms/ },
    ],
    [
      "30 for minutes after a failure",
      { reserveOnFailMs: 30 },
      { warns: /^spec\.reserveOnFailMs is 30, which is 0\.03 seconds/ },
    ],
    [
      "a week of machines that do nothing",
      { reserveOnSuccessMs: 604_800_000 },
      { warns: /^spec\.reserveOnSuccessMs is 604800000, which is 7 days/ },
    ],
    [
      "megabytes for GiB",
      config({ shmGi: 262_144 }),
      { warns: /shmGi is 262144, more than a machine has; Qizhi counts GiB$/ },
    ],
    [
      "less memory than none",
      config({ shmGi: -1 }),
      { check: /shmGi: is negative; Qizhi takes GiB, at least 0$/, up: /shm_gi/ },
    ],
    [
      "the name of an image in the place of its address",
      config({ image: "pytorch:2.4" }),
      { warns: /image is "pytorch:2\.4", the name of an image; Qizhi takes its address in the registry$/ },
    ],
    [
      "a URL in the place of an image",
      config({ image: "https://docker.sii.shaipower.online/base/pytorch:2.4" }),
      { check: /image: is "https:.*begins with a scheme/, up: /not the address of an image/ },
    ],
    [
      "a specification by its name",
      config({ specId: "8xH100" }),
      { warns: /specId is "8xH100", where an id such as 0a1b2c3d-… belongs; getSpecs lists/, up: /spec_id/ },
    ],
    [
      "no machines",
      config({ instanceCount: 0 }),
      { check: /instanceCount: is 0; Qizhi takes whole machines, at least 1$/, up: /instance_count/ },
    ],
    ["2000 machines", config({ instanceCount: 2_000 }), { warns: /instanceCount is 2000: so many machines/ }],
    [
      "a framework with capitals",
      { framework: "PyTorch" },
      {
        warns: /^spec\.framework is "PyTorch", none of the words that this package knows \(pytorch\)/,
        up: /framework/,
      },
    ],
    [
      "a command of nothing but spaces",
      { command: " " },
      { check: /^spec\.command: holds nothing but spaces/, up: /is not a command/ },
    ],
    ["no command", { command: "" }, { check: /^spec\.command: is empty$/, up: /command/ }],
    [
      "a path of Windows for a data set",
      { datasetInfo: [{ datasetId: "d", versionId: "v", path: "C:\\d" }] },
      { check: /datasetInfo\[0\]\.path: is "C:\\\\d", a Windows path/, up: /not a path of the cluster/ },
    ],
    [
      "the name of a group in the place of its id",
      { logicComputeGroupId: "training-h100" },
      {
        check: /^spec\.logicComputeGroupId: is "training-h100"; the id of a logic compute group begins with lcg-$/,
        up: /must begin with lcg-/,
      },
    ],
    [
      "a priority that there is not",
      { taskPriority: 11 },
      { check: /^spec\.taskPriority: is 11; Qizhi takes whole priorities, 1 to 10$/, up: /task_priority/ },
    ],
  ]),
  ...others("qizhi", qizhiSpec, [
    ["a region", { region: "cn-shanghai" }, { check: /^Qizhi has no regions: leave `region` \(cn-shanghai\) out$/ }],
  ]),
];

export const onPlatforms: readonly Mistake[] = [...onTione, ...onModelarts, ...onV1, ...onQizhi];
