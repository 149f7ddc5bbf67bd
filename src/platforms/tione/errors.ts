import type { ErrorKind } from "../../net/errors";

/*
 * TI-ONE's codes by what a caller can do about them. Sources: the product's code list, the lists of each action and the
 * common codes, API version 2021-11-11. Only a code that is listed here under a kind other than `internal` or `transient`
 * proves that a create was refused.
 */
export const CODES = {
  invalid: [
    "DryRunOperation",
    "FailedOperation.CLSSizeExceed",
    "FailedOperation.ClsServiceNotActived",
    "FailedOperation.ContextLimitError",
    "FailedOperation.KmsKeyNotOpen",
    "FailedOperation.UnknownInstanceType",
    "InternalError.CFSNotFound",
    "InvalidParameter",
    "InvalidParameter.FilterKeyChargeStatusConflictWithStatus",
    "InvalidParameter.FilterKeyStatusConflictWithChargeStatus",
    "InvalidParameter.ModelFileInvalid",
    "InvalidParameter.UnsupportedMultiLocalDisk",
    "InvalidParameter.ValidateError",
    "InvalidParameter.VersionExceedLimit",
    "InvalidParameterValue",
    "InvalidParameterValue.AIMarketOutputConfigEmpty",
    "InvalidParameterValue.AIMarketPublicAlgoVersionNotExist",
    "InvalidParameterValue.BackOffLimitIllegal",
    "InvalidParameterValue.BackOffLimitNotSupport",
    "InvalidParameterValue.BadName",
    "InvalidParameterValue.CcnHasNoAttachedVpc",
    "InvalidParameterValue.CfsPathCollision",
    "InvalidParameterValue.ClsConfigRequired",
    "InvalidParameterValue.CodeRepoDuplicated",
    "InvalidParameterValue.CodeRepoNotFound",
    "InvalidParameterValue.CosPathNotExist",
    "InvalidParameterValue.DataConfigNumLimitExceeded",
    "InvalidParameterValue.DatasetNotExist",
    "InvalidParameterValue.DatasetNumLimitExceeded",
    "InvalidParameterValue.FSPathInaccessible",
    "InvalidParameterValue.FrameworkVersionNotSupport",
    "InvalidParameterValue.GetCFSMountIPFailed",
    "InvalidParameterValue.GetGooseFSFailed",
    "InvalidParameterValue.GooseFSConfigCannotEmpty",
    "InvalidParameterValue.GooseFSNotExist",
    "InvalidParameterValue.ImageAddressIllegal",
    "InvalidParameterValue.ImageIllegal",
    "InvalidParameterValue.ImageNotFound",
    "InvalidParameterValue.InvalidFilter",
    "InvalidParameterValue.InvalidImageName",
    "InvalidParameterValue.InvalidResourceSpec",
    "InvalidParameterValue.LimitExceeded",
    "InvalidParameterValue.NotAllow",
    "InvalidParameterValue.PageLimitExceeded",
    "InvalidParameterValue.ParamLengthExceedLimit",
    "InvalidParameterValue.PathIllegal",
    "InvalidParameterValue.QueryVPCInfoFailed",
    "InvalidParameterValue.RDMAConfigIllegal",
    "InvalidParameterValue.ResourceConfigIllegal",
    "InvalidParameterValue.SubnetNotFound",
    "InvalidParameterValue.TAIJIResourceConfigIllegal",
    "InvalidParameterValue.TopicNotFound",
    "InvalidParameterValue.UnsupportedDataConfig",
    "InvalidParameterValue.UnsupportedGooseFSConfig",
    "InvalidParameterValue.UnsupportedMultiCBSStorage",
    "InvalidRequest",
    "MissingParameter",
    "NoSuchProduct",
    "NoSuchVersion",
    "OperationDenied.BillingStatusNotSupportWhitelistGPUType",
    "OperationDenied.IpIllegal",
    "OperationDenied.NetworkCidrIllegal",
    "OperationDenied.NotSupportCustomResource",
    "OperationDenied.SubnetIllegal",
    "RequestSizeLimitExceeded",
    // Things that the request names, not the thing it is about.
    "ResourceNotFound.CfsNotFound",
    "ResourceNotFound.VPCNotFound",
    "ResponseSizeLimitExceeded",
    "UnknownParameter",
    "UnsupportedProtocol",
    "UnsupportedRegion",
  ],
  auth: [
    "AuthFailure",
    "AuthFailure.InvalidAuthorization",
    "AuthFailure.InvalidSecretId",
    "AuthFailure.MFAFailure",
    "AuthFailure.SecretIdNotFound",
    "AuthFailure.SignatureFailure",
    "AuthFailure.TokenFailure",
  ],
  skew: ["AuthFailure.SignatureExpire"],
  permission: [
    "AuthFailure.CamException",
    "AuthFailure.NoPermission",
    "AuthFailure.UnauthorizedOperation",
    "FailedOperation.NoPermission",
    "FailedOperation.UnauthorizedOperation",
    "InternalError.DescribeSubuinDependencyAccessibilityFailed",
    "InternalError.NoPermission",
    "IpInBlacklist",
    "IpNotInWhitelist",
    "OperationDenied",
    "OperationDenied.NotAllow",
    "OperationDenied.UnauthorizedOperation",
    "UnauthorizedOperation",
    "UnauthorizedOperation.NoPermission",
  ],
  notFound: [
    "FailedOperation.RecordNotFound",
    "ResourceNotFound",
    "ResourceNotFound.NoModel",
    "ResourceNotFound.ResourceGroupNotFound",
  ],
  nameTaken: [
    "FailedOperation.DuplicateName",
    "FailedOperation.DuplicateNameTaskIsCreating",
    "FailedOperation.DuplicateVersion",
    "InvalidParameterValue.AlreadyExist",
    "InvalidParameterValue.DuplicateName",
  ],
  notNow: [
    "FailedOperation.NotAllow",
    "FailedOperation.ResourceInUsing",
    "FailedOperation.StopJobInstanceFailed",
    "FailedOperation.UnSubmitNotAllowToStop",
    "InternalError.NotAllow",
    "InternalError.StopJobInstanceFailed",
    "InternalError.UnSubmittedStatusNotAllowStop",
    "ResourceInUse",
  ],
  capacity: [
    "FailedOperation.FreezeBillFailed",
    "FailedOperation.InsufficientWhitelistQuota",
    "FailedOperation.ResourceGroupInsufficient",
    "InternalError.FreezeBillFailed",
    "InternalError.InsufficientBalance",
    "LimitExceeded",
    "OperationDenied.BalanceInsufficient",
    "OperationDenied.BillingException",
    "OperationDenied.BillingStatusResourceInsufficient",
    "OperationDenied.MIYINGBalanceInsufficient",
    "OperationDenied.ResourceGroupInsufficient",
    "OperationDenied.TAIJIApplicationGroupInsufficient",
    "OperationDenied.WhitelistQuotaExceed",
    "ResourceInsufficient",
    "ResourceInsufficient.QuotaInsufficient",
    "ResourceInsufficient.SSHPortIsConsumedUp",
    "ResourcesSoldOut",
  ],
  throttled: [
    "RequestLimitExceeded",
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
    "RequestLimitExceeded.IPLimitExceeded",
    "RequestLimitExceeded.UinLimitExceeded",
  ],
  transient: [
    "FailedOperation.ApiGatewayQueryFailed",
    "FailedOperation.BillingQueryFailed",
    "FailedOperation.ClusterQueryFailed",
    "FailedOperation.Processing",
    "FailedOperation.QuerySpecsFailed",
    "FailedOperation.StsQueryFailed",
    "InternalError.QueryUserTMPCredentialFailed",
    "ResourceUnavailable",
    "ServiceUnavailable",
  ],
  unsupported: ["ActionOffline", "InvalidAction", "UnsupportedOperation"],
  internal: [
    "FailedOperation",
    // The tags carry our marker: whether the task exists without them is not known.
    "FailedOperation.BindingTagsFailed",
    "FailedOperation.CallClusterFail",
    "FailedOperation.ExecDatabaseFail",
    "FailedOperation.ExecTagFail",
    "FailedOperation.ModifyTagsFailed",
    "FailedOperation.MoveModelDirFailed",
    "FailedOperation.QueryDatabaseFail",
    "FailedOperation.QueryResourceGroupNamesFailed",
    "FailedOperation.QueryResourceSpecFailed",
    "FailedOperation.QueryTagFail",
    "FailedOperation.ServerRoomQueryFailed",
    "FailedOperation.UnmarshalData",
    "InternalError",
    "InternalError.BindingTagsFailed",
    "InternalError.CheckFSPathAccessibilityFailed",
    "InternalError.CreateJobInstanceFailed",
    "InternalError.CreateTcrInstanceTokenFailed",
    "InternalError.GetCFSFileSystemsFailed",
    "InternalError.GetCFSMountInfoFailed",
    "InternalError.QueryBindingTagsFailed",
    "InternalError.QueryHDFSInfoFailed",
    "InternalError.QueryPriceFailed",
    "InternalError.QueryResourceGroupFailed",
    "InternalError.QueryResourceGroupNamesFailed",
    "InternalError.QueryResourceSpecFailed",
    "InternalError.QuerySubnetInfoFailed",
    "InternalError.QueryVPCInfoFailed",
    "InternalError.ValidateCreateTaskFailed",
  ],
} as const satisfies Record<ErrorKind, readonly string[]>;

// The same detail appears under several categories and moves between them from release to release.
const DETAILS = new Map<string, ErrorKind>([
  ["DuplicateName", "nameTaken"],
  ["DuplicateNameTaskIsCreating", "nameTaken"],
  ["UnSubmittedStatusNotAllowStop", "notNow"],
  ["UnSubmitNotAllowToStop", "notNow"],
]);

const KINDS = new Map<string, ErrorKind>(
  // Object.entries forgets that the keys are kinds.
  (Object.entries(CODES) as [ErrorKind, readonly string[]][]).flatMap(([kind, codes]) =>
    codes.map((code): [string, ErrorKind] => [code, kind]),
  ),
);

/** The most parts that a row has: longer prefixes of a code need not be looked up. */
const MOST_PARTS = Math.max(...[...KINDS.keys()].map((code) => code.split(".").length));

/** What a code means: its own row, else its last part, else the longest row it begins with, else `internal`. */
export function kindOfCode(code: string): ErrorKind {
  const parts = code.split(".");
  const detail = KINDS.get(code) ?? DETAILS.get(parts[parts.length - 1] ?? "");
  if (detail) return detail;
  for (let length = Math.min(parts.length - 1, MOST_PARTS); length > 0; length -= 1) {
    const kind = KINDS.get(parts.slice(0, length).join("."));
    if (kind) return kind;
  }
  return "internal";
}

/** What to allow for a call. Tags belong to a service of their own. Source: TI-ONE's CAM guide. */
export function permissionFor(action: string): string {
  const service = action === "TagResources" ? "tag" : "tione";
  return `allow ${service}:${action} in a CAM policy of the user or role`;
}
