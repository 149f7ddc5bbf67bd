/** A container image that a job or a version of a model names. */
export interface Image {
  /** The member of the spec that names it: `imageInfo.imageUrl`. */
  readonly member: string;
  /** As the program writes it: `ccr.ccs.tencentyun.com/ml/sft:1.4`. */
  readonly address: string;
  /** Whose registry it is when the address names none, in the place of the host: `swr`. Absent: the world's, as everywhere. */
  readonly home?: string;
}
