/** Where a task or a model is: outside its region and workspace it is unknown. */
export interface Place {
  readonly region: string;
  readonly project: string;
}

const DEFAULT_PROJECT = "0";

/** The workspace that a request means. */
export function projectOf(tiProjectId: string | undefined): string {
  return tiProjectId || DEFAULT_PROJECT;
}

export function isAt(facts: Place, { region, project }: Place): boolean {
  return facts.region === region && facts.project === project;
}
