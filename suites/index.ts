import entraTestConnection from './entra/test-connection.suite.ts'
import entraMatching from './entra/matching.suite.ts'
import entraCreate from './entra/create.suite.ts'
import entraUpdate from './entra/update.suite.ts'
import entraDeactivate from './entra/deactivate.suite.ts'
import entraManager from './entra/manager.suite.ts'
import entraMembers from './entra/members.suite.ts'
import entraMapping from './entra/mapping.suite.ts'
import entraCycle from './entra/cycle.suite.ts'
import entraGroups from './entra/groups.suite.ts'
import entraAddresses from './entra/addresses.suite.ts'
import entraCreateForms from './entra/create-forms.suite.ts'
import entraEachAttribute from './entra/each-attribute.suite.ts'
import entraDelta from './entra/delta.suite.ts'
import entraLifeCycle from './entra/life-cycle.suite.ts'
import entraLoad from './entra/load.suite.ts'
import entraTransport from './entra/transport.suite.ts'
import entraReading from './entra/reading.suite.ts'
import entraRoles from './entra/roles.suite.ts'
import validatorUsers from './microsoft/validator-users.suite.ts'
import validatorPatches from './microsoft/validator-patches.suite.ts'
import validatorManagers from './microsoft/validator-managers.suite.ts'
import validatorGroups from './microsoft/validator-groups.suite.ts'
import validatorMembers from './microsoft/validator-members.suite.ts'
import validatorPreview from './microsoft/validator-preview.suite.ts'
import validatorDiscovered from './microsoft/validator-discovered.suite.ts'
import validatorUploaded from './microsoft/validator-uploaded.suite.ts'
import logicAppUsers from './microsoft/logic-app-users.suite.ts'
import logicAppGroups from './microsoft/logic-app-groups.suite.ts'
import logicAppDirect from './microsoft/logic-app-direct.suite.ts'
import logicAppManager from './microsoft/logic-app-manager.suite.ts'
import logicAppPaging from './microsoft/logic-app-paging.suite.ts'
import logicAppCredentials from './microsoft/logic-app-credentials.suite.ts'
import gallery from './microsoft/gallery.suite.ts'
import versioning from './rfc7644/3.14-versioning.suite.ts'
import ifMatch from './rfc7644/3.14-if-match.suite.ts'
import me from './rfc7644/3.11-me.suite.ts'
import bulk from './rfc7644/3.7-bulk.suite.ts'
import bulkErrors from './rfc7644/3.7.3-bulk-errors.suite.ts'
import bulkFaulty from './rfc7644/3.7-bulk-faulty.suite.ts'
import bulkReferences from './rfc7644/3.7.2-bulk-references.suite.ts'
import bulkLimits from './rfc7644/3.7.4-bulk-limits.suite.ts'
import bulkResults from './rfc7644/3.7.3-bulk-results.suite.ts'
import tenancy from './rfc7644/6-tenancy.suite.ts'
import type { Suite } from '../harness/check/index.ts'
import create from './rfc7644/3.3-create.suite.ts'
import read from './rfc7644/3.4.1-read.suite.ts'
import list from './rfc7644/3.4.2-list.suite.ts'
import put from './rfc7644/3.5.1-put.suite.ts'
import deletion from './rfc7644/3.6-delete.suite.ts'
import authentication from './rfc7644/2-authentication.suite.ts'
import createValues from './rfc7644/3.3-create-values.suite.ts'
import createConflict from './rfc7644/3.3-create-conflict.suite.ts'
import putValues from './rfc7644/3.5.1-put-values.suite.ts'
import putMutability from './rfc7644/3.5.1-put-mutability.suite.ts'
import filterOperators from './rfc7644/3.4.2.2-filter-operators.suite.ts'
import filterLogic from './rfc7644/3.4.2.2-filter-logic.suite.ts'
import errors from './rfc7644/3.12-errors.suite.ts'
import scimType from './rfc7644/3.12-scim-type.suite.ts'
import discovery from './rfc7644/4-discovery.suite.ts'
import filterValues from './rfc7644/3.4.2.2-filter-values.suite.ts'
import filterRefusals from './rfc7644/3.4.2.2-filter-refusals.suite.ts'
import root from './rfc7644/3.4.2.1-root.suite.ts'
import media from './rfc7644/3.8-media-types.suite.ts'
import methods from './rfc7644/3.2-methods.suite.ts'
import versions from './rfc7644/3.13-versions.suite.ts'
import providerConfig from './rfc7643/5-service-provider-config.suite.ts'
import resourceTypes from './rfc7643/6-resource-types.suite.ts'
import patchAnswer from './rfc7644/3.5.2-patch-answer.suite.ts'
import schemaDefinitions from './rfc7643/7-schemas.suite.ts'
import answers from './rfc7644/3.1-answers.suite.ts'
import errorBodies from './rfc7644/3.12-error-bodies.suite.ts'
import resources from './rfc7644/3.1-resources.suite.ts'
import schemaTypes from './rfc7643/7-schema-types.suite.ts'
import security from './rfc7644/7-security.suite.ts'
import sort from './rfc7644/3.4.2.3-sort.suite.ts'
import paging from './rfc7644/3.4.2.4-paging.suite.ts'
import pagingEdges from './rfc7644/3.4.2.4-paging-edges.suite.ts'
import patchRequest from './rfc7644/3.5.2-patch-request.suite.ts'
import patchSchema from './rfc7644/3.5.2-patch-schema.suite.ts'
import patchMutability from './rfc7644/3.5.2-patch-mutability.suite.ts'
import values from './rfc7643/2.3-values.suite.ts'
import attributes from './rfc7643/2-attributes.suite.ts'
import resourceSchemas from './rfc7643/3-common.suite.ts'
import projection from './rfc7644/3.9-projection.suite.ts'
import projectionExclusion from './rfc7644/3.9-projection-exclusion.suite.ts'
import projectionVerbs from './rfc7644/3.9-projection-verbs.suite.ts'
import patchAdd from './rfc7644/3.5.2-patch-add.suite.ts'
import patchRemove from './rfc7644/3.5.2-patch-remove.suite.ts'
import patchReplace from './rfc7644/3.5.2-patch-replace.suite.ts'
import patchExtension from './rfc7644/3.5.2-patch-extension.suite.ts'
import identifiers from './rfc7643/3.1-identifiers.suite.ts'
import meta from './rfc7643/3.1-meta.suite.ts'
import search from './rfc7644/3.4.3-search.suite.ts'
import searchParameters from './rfc7644/3.4.3-search-parameters.suite.ts'
import cursor from './rfc9865/cursor.suite.ts'
import cursorErrors from './rfc9865/cursor-errors.suite.ts'
import fuzzFilter from './fuzz/filter.suite.ts'
import patchSequence from './rfc7644/3.5.2-patch-sequence.suite.ts'
import patchMembers from './rfc7644/3.5.2-patch-members.suite.ts'
import characteristics from './rfc7643/7-characteristics.suite.ts'
import usersSchema from './rfc7643/4.1-users.suite.ts'
import groupsSchema from './rfc7643/4.2-groups.suite.ts'
import enterpriseUsers from './rfc7643/4.3-enterprise-user.suite.ts'
import discoveryWrites from './rfc7643/5-read-only.suite.ts'
import standardSchemas from './rfc7643/8-standard-schemas.suite.ts'
import uniqueness from './rfc7643/7-uniqueness.suite.ts'
import valueCase from './rfc7643/7-case.suite.ts'
import schemaDefaults from './rfc7643/2.2-defaults.suite.ts'
import extensions from './rfc7643/3.3-extensions.suite.ts'
import writtenSchemas from './rfc7643/3-written.suite.ts'
import groupsOfUsers from './rfc7643/4.1.2-groups.suite.ts'
import contacts from './rfc7643/4.1.2-contacts.suite.ts'
import certificates from './rfc7643/4.1.2-certificates.suite.ts'
import references from './rfc7643/2.4-references.suite.ts'
import fuzzPatch from './fuzz/patch.suite.ts'
import fuzzInvalidFilter from './fuzz/invalidFilter.suite.ts'
import fuzzFilterRelations from './fuzz/filterRelations.suite.ts'
import fuzzFilterPages from './fuzz/filterPages.suite.ts'
import fuzzEntraPatch from './fuzz/entraPatch.suite.ts'
import fuzzCreate from './fuzz/create.suite.ts'
import fuzzProjection from './fuzz/projection.suite.ts'
import fuzzPages from './fuzz/pages.suite.ts'
import fuzzConcurrency from './fuzz/concurrency.suite.ts'
import fuzzSequence from './fuzz/sequence.suite.ts'
import fuzzCalibration from './fuzz/calibration.suite.ts'
import fuzzMalformed from './fuzz/malformed.suite.ts'
import fuzzBulk from './fuzz/bulk.suite.ts'
import fuzzPatchLaws from './fuzz/patchLaws.suite.ts'

/** Every suite, in the order of the standards. */
export const suites: readonly Suite[] = [
  tenancy,
  create,
  read,
  list,
  put,
  deletion,
  authentication,
  entraTestConnection,
  entraMatching,
  entraCreate,
  entraUpdate,
  entraDeactivate,
  entraManager,
  entraMapping,
  entraGroups,
  validatorUsers,
  validatorPatches,
  validatorManagers,
  validatorGroups,
  validatorMembers,
  validatorPreview,
  validatorDiscovered,
  validatorUploaded,
  logicAppUsers,
  logicAppGroups,
  logicAppDirect,
  logicAppManager,
  logicAppPaging,
  logicAppCredentials,
  gallery,
  entraMembers,
  entraCycle,
  entraAddresses,
  entraCreateForms,
  entraEachAttribute,
  entraDelta,
  entraLifeCycle,
  entraLoad,
  entraTransport,
  entraReading,
  entraRoles,
  createValues,
  createConflict,
  putValues,
  putMutability,
  filterOperators,
  filterLogic,
  errors,
  scimType,
  discovery,
  filterValues,
  filterRefusals,
  root,
  media,
  methods,
  versions,
  providerConfig,
  resourceTypes,
  patchAnswer,
  schemaDefinitions,
  answers,
  errorBodies,
  resources,
  schemaTypes,
  standardSchemas,
  security,
  sort,
  paging,
  pagingEdges,
  patchRequest,
  patchSchema,
  patchMutability,
  values,
  versioning,
  ifMatch,
  me,
  attributes,
  resourceSchemas,
  writtenSchemas,
  projection,
  projectionExclusion,
  projectionVerbs,
  patchAdd,
  patchRemove,
  patchReplace,
  patchExtension,
  bulk,
  bulkResults,
  bulkErrors,
  bulkFaulty,
  bulkReferences,
  bulkLimits,
  identifiers,
  meta,
  search,
  searchParameters,
  cursor,
  cursorErrors,
  fuzzFilter,
  patchSequence,
  patchMembers,
  characteristics,
  uniqueness,
  valueCase,
  schemaDefaults,
  extensions,
  usersSchema,
  groupsOfUsers,
  contacts,
  certificates,
  references,
  groupsSchema,
  enterpriseUsers,
  discoveryWrites,
  fuzzPatch,
  fuzzInvalidFilter,
  fuzzFilterRelations,
  fuzzFilterPages,
  fuzzEntraPatch,
  fuzzCreate,
  fuzzProjection,
  fuzzPages,
  fuzzConcurrency,
  fuzzSequence,
  fuzzCalibration,
  fuzzMalformed,
  fuzzBulk,
  fuzzPatchLaws,
]
