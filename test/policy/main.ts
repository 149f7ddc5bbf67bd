// A pack of all rules, for `pack.ts` to start as the engine starts one.
import { PolicyPack } from "@pulumi/policy";
import { trainingPolicies } from "../../src/policy";

new PolicyPack("training", { policies: trainingPolicies(), enforcementLevel: "mandatory" });
