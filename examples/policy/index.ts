// A pack of all ready-made rules. Run `pulumi preview --policy-pack <this folder>` in the folder of a program; add
// `--policy-pack-config file.json` for another configuration.
import { PolicyPack } from "@pulumi/policy";
import { trainingPolicies } from "pulumi-training/policy";

new PolicyPack("training", {
  // Mandatory: a violation ends the run. Advisory: it is a warning.
  enforcementLevel: "mandatory",
  policies: trainingPolicies({
    "training-budget": {
      maxYuanPerHour: 500,
      prices: [{ platform: "tione", machine: "TI.GN7.2XLARGE32.POST", yuanPerHour: 12.5 }],
    },
    "training-max-duration": { atMost: "72h" },
    "training-allowed-regions": { regions: ["ap-guangzhou", "cn-north-4", "sii"] },
    "training-no-public-registry": {
      allowedRegistries: ["ccr.ccs.tencentyun.com/ml", "swr/ml", "docker.sii.shaipower.online"],
    },
    "training-required-tags": { enforcementLevel: "advisory", tags: ["team"] },
  }),
});
