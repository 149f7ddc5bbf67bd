import { FLAVORS, type Flavor } from "../catalogue";

/** Numbers of the specifications, in the order of the flavors; with gaps, as the vendor's are. */
const IDS: readonly number[] = [1, 2, 3, 4, 5, 6, 27, 28, 29, 30];

/** A flavor as v1 knows it. */
export interface Spec extends Flavor {
  readonly specId: number;
}

export const SPECS: readonly Spec[] = FLAVORS.flatMap((flavor, index) => {
  const specId = IDS[index];
  return specId === undefined ? [] : [{ ...flavor, specId }];
});

/** The specification that a job names, by its number or by its code. */
export function specOf(id: number | undefined, code: string | undefined): Spec | undefined {
  return SPECS.find((spec) => (id === undefined ? spec.id === code : spec.specId === id));
}
