/** A tag as the vendor writes it. */
export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}
