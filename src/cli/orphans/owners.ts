import type { Claim } from "../../jobs/job";
import { markerOf, stackOf } from "../../jobs/marker";
import { originOf } from "../../resources/origin";
import type { StateJob } from "./state";

/** Who jobs belong to, as far as the given states show. */
export interface Owners {
  /** The stacks of the given states, by the part of the marker that their jobs share. */
  readonly stacks: ReadonlySet<string>;
  /** The resource of a given state that made the job: its claim is a digest, so candidates are compared with it. */
  urnOf(claim: Claim, name: string): string | undefined;
  /** Why a job may belong to a state that is not given; undefined when it cannot. */
  doubt(job: Doubted): string | undefined;
}

interface Doubted {
  readonly stack?: string | undefined;
  readonly urn?: string | undefined;
  /** RFC 3339. */
  readonly createdAt?: string | undefined;
}

type Identity = Pick<StateJob, "organization" | "urn">;

/** The organization that a backend without organizations gives to every stack. */
const ANY_ORGANIZATION = "organization";
const TYPE = "pulumi-nodejs:dynamic/training:TrainingJob";

/** @param backend where the states of this project are; two backends may have stacks of the same name */
export function ownersOf(rows: readonly StateJob[], backend: string): Owners {
  const organizations = new Map(rows.map((row) => [stackOf(markerOf(row, {})), row.organization]));
  const earlier = rows.flatMap(({ marker }) => (marker ? [stackOf(marker)] : [])); // the stack may have been renamed since
  const stacks = new Set([...organizations.keys(), ...earlier]);
  const [oldest] = rows.flatMap(({ asOf }) => asOf ?? []).sort();
  const keyOf = (identity: Identity) => originOf("", identity, { backend }).resource;
  const resources = rows.map((row) => ({ urn: row.urn, key: keyOf(row) }));
  const namesakes = new Map(rows.map((row) => [JSON.stringify([row.organization, ...stackParts(row.urn)]), row]));

  return {
    stacks,
    urnOf({ resource }, name) {
      if (!resource) return undefined;
      const known = resources.find(({ key }) => key.startsWith(resource));
      if (known) return known.urn;
      // A job's default name begins with that of its resource.
      const stem = /^(.+)-[a-z2-7]{8,}(-\d+)?$/.exec(name)?.[1];
      const guesses = [...(stem ? namesakes.values() : [])].map(({ organization, urn }) => ({
        organization,
        urn: ["urn:pulumi:" + stackParts(urn).join("::"), TYPE, stem].join("::"),
      }));
      return guesses.find((guess) => keyOf(guess).startsWith(resource))?.urn;
    },
    doubt({ stack, urn, createdAt }) {
      if (!urn && (!stack || !stacks.has(stack))) return "the state of its stack is not given";
      if (oldest && createdAt && Date.parse(createdAt) > Date.parse(oldest))
        return "it was made after a given file was written";
      const isCertain = urn || (organizations.get(stack ?? "") ?? ANY_ORGANIZATION) !== ANY_ORGANIZATION;
      return isCertain ? undefined : "it may belong to another state whose stack and project have the same names";
    },
  };
}

/** Stack and project of a URN. */
export function stackParts(urn: string): readonly [stack: string, project: string] {
  const [stack = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return [stack, project];
}
