export const TIONE_VERSION = "2021-11-11";
export const TAG_VERSION = "2018-08-13";

/**
 * The names in the vendor's public lists, by version. A known action that is not emulated answers HTTP 501, an unknown one
 * `InvalidAction`. Source: the action lists of TI-ONE, October 2026, and of the Tag service.
 */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  [TIONE_VERSION]: new Set(
    `
      ChatCompletion CreateDataSource CreateDataset CreateExport CreateModelService CreateModelServiceAuthToken
      CreateMountLimit CreateNotebook CreateNotebookImage CreatePresignedNotebookUrl CreateTrainingModel
      CreateTrainingTask DeleteDataSource DeleteDataset DeleteExport DeleteModelService
      DeleteModelServiceAuthToken DeleteModelServiceGroup DeleteMountLimit DeleteNotebook DeleteTrainingModel
      DeleteTrainingModelVersion DeleteTrainingTask DescribeAnnotatedTaskList DescribeBillingResourceGroup
      DescribeBillingResourceGroupAttachedWorkspaces DescribeBillingResourceGroups
      DescribeBillingResourceInstanceRunningJobs DescribeBillingSpecs DescribeBillingSpecsPrice
      DescribeBuildInImages DescribeDataSource DescribeDataSources DescribeDatasets DescribeEvents
      DescribeExport DescribeInferTemplates DescribeLogs DescribeModelAccelerateTask
      DescribeModelAccelerateVersions DescribeModelService DescribeModelServiceCallInfo
      DescribeModelServiceGroup DescribeModelServiceGroups DescribeModelServiceHotUpdated DescribeMountInstance
      DescribeMountInstances DescribeMountLimits DescribeNotebook DescribeNotebooks DescribePlatformImages
      DescribePresetImageList DescribePublicAlgoVersionList DescribeSubAccountLinuxUserInfos
      DescribeTrainingModelVersion DescribeTrainingModelVersions DescribeTrainingTask DescribeTrainingTaskPodUrl
      DescribeTrainingTaskPods DescribeTrainingTasks DescribeWorkspaces EnableTrainingTaskClsConfig
      ModifyModelService ModifyModelServiceAuthToken ModifyModelServiceAuthorization ModifyNotebook
      ModifyNotebookTags ModifyServiceGroupWeights PushTrainingMetrics StartNotebook StartTrainingTask
      StopModelAccelerateTask StopNotebook StopTrainingTask UpdateDataSource UpdateMountLimit
      UpdateSubAccountLinuxUserInfo
    `
      .trim()
      .split(/\s+/),
  ),
  [TAG_VERSION]: new Set(
    `
      AddProject AddResourceTag AttachResourcesTag CreateTag CreateTags DeleteResourceTag DeleteTag DeleteTags
      DescribeProjects DescribeResourceTags DescribeResourceTagsByResourceIds
      DescribeResourceTagsByResourceIdsSeq DescribeResourceTagsByTagKeys DescribeResourcesByTags
      DescribeResourcesByTagsUnion DescribeTagKeys DescribeTagValues DescribeTagValuesSeq DescribeTags
      DescribeTagsSeq DetachResourcesTag GetResources GetTagKeys GetTagValues GetTags ModifyResourceTags
      ModifyResourcesTagValue TagResources UnTagResources UpdateProject UpdateResourceTagValue
    `
      .trim()
      .split(/\s+/),
  ),
};

/** Actions that the vendor took out of its public lists in May 2024 but its own tools still call. */
const REMOVED: ReadonlySet<string> = new Set([
  "DescribeLatestTrainingMetrics",
  "DescribeTrainingFrameworks",
  "DescribeTrainingMetrics",
  "DescribeTrainingModels",
]);

export function isKnownAction(name: string, version: string, withRemoved: boolean): boolean {
  return (KNOWN[version]?.has(name) ?? false) || (withRemoved && version === TIONE_VERSION && REMOVED.has(name));
}
