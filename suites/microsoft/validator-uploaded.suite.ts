import { type CheckContext, skip, suite } from '../../harness/check/index.ts'
import { definitionOf, readTarget } from '../../harness/entra/targets.ts'
import { foretell } from './foretelling.ts'
import { VALIDATOR } from './validator.ts'
import { addWith, createWith, type Listed, replaceWith } from './validatorModes.ts'

/** Not a value of the resource's own, or sent apart. */
const LEFT_OUT = ['id', 'userName', 'manager', 'groups']

/** The attributes of the exported schema; skips where there is none. */
function uploaded(context: CheckContext): readonly Listed[] {
  const { mapping } = context.settings
  if (mapping === undefined)
    return skip(
      'No schema exported from Entra was given (--mapping FILE): the third mode of the Validator was not played.',
    )
  return mapping.User.flatMap(({ target: text }) => {
    const target = readTarget(text)
    if (target === undefined || LEFT_OUT.includes(target.attribute)) return []
    return [{ target, definition: definitionOf(context.userSchema, target) }]
  })
}

/** The SCIM Validator in its mode “Upload Microsoft Entra Schema”: the mapping of the job is what is sent. */
export default suite(
  'SCIM Validator: uploaded schema',
  {
    id: VALIDATOR,
    file: 'suites/microsoft/validator-uploaded',
    profile: 'microsoft',
    severity: 'cosmetic',
    impact: 'The SCIM Validator shows a failed test when it goes by the exported schema.',
  },
  ({ check }) => {
    foretell(check, VALIDATOR, { id: 'uploaded-create-a-new-user' }, (context, telling) =>
      createWith(context, telling, uploaded(context)),
    )

    foretell(check, VALIDATOR, { id: 'uploaded-patch-user-replace-attributes' }, (context) =>
      replaceWith(context, uploaded(context)),
    )

    foretell(check, VALIDATOR, { id: 'uploaded-patch-user-add-attributes-verbose' }, (context) =>
      addWith(context, uploaded(context)),
    )
  },
)
