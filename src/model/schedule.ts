/** The operator's quiet hours in cron's form; by the local time of this process (TZ). */
export interface Schedule {
  /** as typed */
  text: string;
  /** sorted */
  minutes: readonly number[];
  hours: readonly number[];
  /** of the month, 1 to 31 */
  days: ReadonlySet<number>;
  /** 1 to 12 */
  months: ReadonlySet<number>;
  /** 0 is Sunday */
  weekdays: ReadonlySet<number>;
  /** days and weekdays are both given, so one of them is enough (cron's rule) */
  eitherDay: boolean;
}
