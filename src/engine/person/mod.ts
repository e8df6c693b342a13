/**
 * Person: finds out what is where in the photo of a person: matte, clothes, skin, hair. It needs no parsing network: the
 * skeleton says where to look, the photo's own colours say what is there.
 */
export { analysePerson } from "./analyse-person.js";
export { drawPersonDebug } from "./draw-person-debug.js";
export { PART, type Part, type PersonAnalysis } from "./types.js";
