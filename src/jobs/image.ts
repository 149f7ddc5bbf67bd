/** A container image that a job or a model version names. */
export interface Image {
  /** The member of the spec that names it: `imageInfo.imageUrl`. */
  readonly member: string;
  /** As the program writes it: `ccr.ccs.tencentyun.com/ml/sft:1.4`. */
  readonly address: string;
  /** What stands for the registry when the address names no host: `swr`. Absent: Docker's default, as everywhere. */
  readonly home?: string;
}
