/**
 * What the element says. The build writes each language as one list in this order, so that no name is repeated in it.
 *
 * {n} and the like are filled in. offices: {n} offices in each of the plural categories zero/one/two/few/many/other; where one is
 * empty, the last counts. missing follows what is missing and a colon.
 */
export const enum W {
  title,
  text,
  concern,
  any,
  region,
  search,
  near,
  nearNote,
  offices,
  more,
  loading,
  none,
  responsible,
  advises,
  elsewhere,
  away,
  offline,
  busy,
  unknownCode,
  noPosition,
  retry,
  phone,
  mail,
  web,
  address,
  missing,
  checked,
  unchecked,
  old,
  asOf,
  directory,
  /** The action fields, in the order of FIELDS. */
  fields,
}

export type Words = Record<Exclude<keyof typeof W, "fields">, string> & { fields: readonly string[] };

/** The action fields (Handlungsfelder), those first that most people look for. */
export const FIELDS =
  "EMPLOYMENT,TRAINING,RECOGNITION,LANGUAGE,LEGAL_STATUS,INTERNSHIP,ENTRY_QUALIFICATION,SKILLS_ASSESSMENT,WORK_READINESS,MATCHING,SOCIAL_COUNSELLING,MOBILITY,EMPLOYER_ADVICE".split(",");
