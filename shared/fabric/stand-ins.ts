// What stands in for a place in the clouds that a file does not name yet, so that the rest of it can be looked at.

import { NOWHERE_IN_AWS, NOWHERE_IN_GCP } from "./unknown.ts";

/** Adds to the value of a file before it is read. */
export type Fill = (value: unknown) => unknown;

/** Adds nothing. */
export const asWritten: Fill = (value) => value;

/** No project has this number. */
const NOWHERE_NUMBER = "000000000000";

/** Account and region, project, its number and region, where the file does not have them; all else stays as it is. */
export const withStandIns: Fill = (value) =>
  isTable(value)
    ? {
        ...value,
        aws: filled(value["aws"], NOWHERE_IN_AWS),
        gcp: filled(value["gcp"], { ...NOWHERE_IN_GCP, projectNumber: NOWHERE_NUMBER }),
      }
    : value;

/** What is there and can't be read stays: that is no gap, and is told as what it is. */
const filled = (written: unknown, standIn: object): unknown =>
  written === undefined || written === null ? standIn : isTable(written) ? { ...standIn, ...written } : written;

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
