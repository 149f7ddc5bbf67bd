import { Secrets } from "../net/secrets";
import { Hidden, markSecret } from "./secrets";
import { isUnknown, type Properties } from "./values";

/** A shorter text, such as a label, may be in another resource's outputs by chance. */
const SHORTEST_REPEATED = 12;

/** What a guard knows besides its rows. */
export interface GuardOptions {
  /** Secrets of the process, which no text of a server may show. */
  readonly secrets: Secrets;
  /** Outputs that are secret, of all resources of the process: another resource's may repeat them. */
  readonly secretOutputs: Set<string>;
  /** Outputs that may repeat what the program said. */
  readonly repeats: ReadonlySet<string>;
  /** Names of the inputs. */
  readonly inputs: ReadonlySet<string>;
}

/**
 * Keeps what is secret in the rows of one resource out of texts that people read, and marks outputs that repeat it. Everything
 * that people read is cleared of it; what a platform says is left alone where it names the resource, which is found by that.
 */
export class Guard {
  private readonly hidden: readonly Hidden[];
  /** All secrets of these rows, including those that also name things and are left in what a platform says. Most rows have none. */
  private readonly own: Secrets | undefined;

  constructor(
    rows: readonly Properties[],
    private readonly options: GuardOptions,
  ) {
    this.hidden = rows.map((row) => new Hidden(row));
    const shown = this.hidden.flatMap((each) => each.shown);
    if (shown.length > 0) (this.own = new Secrets()).add(...shown);
    for (const row of rows) {
      this.spareMembers(row);
      for (const [key, value] of Object.entries(row)) this.isSecret(key, value);
    }
  }

  /** The process takes the secrets of these rows out of all that a server says from now on. */
  share(): void {
    this.options.secrets.add(...this.hidden.flatMap(({ texts }) => texts));
  }

  /** Leaves these texts as they are, also where a secret is a part of one. */
  spare(...texts: readonly string[]): void {
    for (const text of texts) {
      this.options.secrets.spare(text);
      this.own?.spare(text);
    }
  }

  /** Spares what the resource is found by: its ids, and its inputs outside of the spec, as far as they are texts. */
  spareMembers(row: object): void {
    // Copied, because a verb may answer no outputs at all: that must not lose the row.
    for (const [key, value] of Object.entries({ ...row })) {
      if (typeof value !== "string" || isUnknown(value)) continue;
      if (!this.options.inputs.has(key) && !key.endsWith("Id")) continue;
      this.options.secrets.spare(value);
      if (!this.hidden.some((each) => each.has(key))) this.own?.spare(value);
    }
  }

  /** The text as people may read it. */
  scrub(text: string): string {
    const clean = this.options.secrets.scrub(text);
    return this.own ? this.own.scrub(clean) : clean;
  }

  /** An output as the state may hold it; an input is left as it is, because the engine itself marks those that are secret. */
  clean(key: string, value: unknown): unknown {
    if (this.options.inputs.has(key)) return value;
    const said = this.options.secrets.scrubAll(value);
    return this.isSecret(key, said) ? markSecret(said) : said;
  }

  /** An output that repeats what is secret is secret, and so is one of another resource that repeats it in turn. */
  private isSecret(key: string, value: unknown): boolean {
    const { repeats, secretOutputs } = this.options;
    if (!repeats.has(key)) return false;
    const texts = [value].flat().filter((text) => typeof text === "string");
    const isHere = this.hidden.some((each) => texts.some((text) => each.isIn(text)));
    if (isHere) texts.filter((text) => text.length >= SHORTEST_REPEATED).forEach((text) => secretOutputs.add(text));
    return isHere || texts.some((text) => [...secretOutputs].some((secret) => text.includes(secret)));
  }
}
