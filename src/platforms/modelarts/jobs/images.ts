import type { Image } from "../../../jobs/image";
import { swrImages } from "../images";
import type { ModelartsJobSpec } from "./schema";

/** The custom images of the job and of its roles; those of preset engines are left out. */
export function imagesOf({ algorithm, tasks = [] }: ModelartsJobSpec): readonly Image[] {
  const ofRoles = tasks.flatMap((task, index) => {
    const role = `tasks[${index}].algorithm`;
    return [
      ...swrImages(`${role}.engine.imageUrl`, task.algorithm?.engine?.imageUrl),
      ...swrImages(`${role}.jobConfig.engine.imageUrl`, task.algorithm?.jobConfig?.engine?.imageUrl),
    ];
  });
  return [...swrImages("algorithm.engine.imageUrl", algorithm?.engine?.imageUrl), ...ofRoles];
}
