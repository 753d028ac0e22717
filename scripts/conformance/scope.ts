/** Which methods this portal means to have: the families that an application of this kind, or a developer of one, expects. */

/** By name, in small letters; the families are those that the coverage of the portal was ordered in. */
const families: readonly RegExp[] = [
  /^crm\.item\.[a-z]+$/,
  /^crm\.(status|category|address|automation\.trigger|duplicate|settings\.mode)\./,
  /^crm\.timeline\.comment\./,
  /^crm\.activity\.(todo|configurable)\./,
  /^crm\.(lead|deal|contact|company)\.[a-z]+$/,
  /^crm\.(lead|deal|contact|company)\.userfield\./,
  /^tasks\.task\.[a-z]+$/,
  /^task\.checklistitem\./,
  /^user\.[a-z]+$/,
  /^user\.userfield\./,
  /^department\./,
  /^calendar\.(accessibility|event)\./,
  /^timeman\.[a-z]+$/,
  /^im\.notify(\.|$)/,
  /^im\.message\.add$/,
  /^events?(\.|$)/,
  /^placement\./,
  /^userfieldtype\./,
  /^disk\.(folder|storage|file)\.(get|getlist|getchildren|getforapp|getfields|uploadfile|addsubfolder|markdeleted|delete)$/,
  /^bizproc\./,
  /^app\./,
  /^(profile|scope|method\.get|methods|server\.time|batch|feature\.get)$/,
]

export const inScope = (method: string): boolean => families.some((family) => family.test(method.toLowerCase()))
