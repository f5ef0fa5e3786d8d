package org.gale.engine.storm.result;

import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Setting;

/**
 * Actions of one kind that a storm was asked for, and those that it did.
 *
 * @param setting   by which they were asked for
 * @param done      noun for one that was completed, such as {@code transition}
 * @param rate      that was asked for
 * @param isAsked   true if the run is to show something of them, also where none is due
 * @param due       actions that were due in this run
 * @param begun     of them, those that began
 * @param completed actions that came to their end in this run
 * @param obstacle  why one that is due may not begin
 */
public record AskedActions(
    Setting<ActionRate> setting,
    String done,
    ActionRate rate,
    boolean isAsked,
    long due,
    long begun,
    long completed,
    String obstacle)
{
    private static final long MISSED_PART = 100;

    /** Returns whether what was due began: by events all of it, by the clock all but a hundredth. */
    public boolean isKept()
    {
        return begun + (rate.isByEvents() ? 0 : 1 + due / MISSED_PART) >= due;
    }

    /** Returns whether none was completed though the run was to show something of them. */
    public boolean isEmpty()
    {
        return isAsked && completed == 0;
    }
}
