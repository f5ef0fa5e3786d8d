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
 * @param period    of actions at the ends of periods, as users write it; null of those by a rate
 */
public record AskedActions(
    Setting<?> setting,
    String done,
    ActionRate rate,
    boolean isAsked,
    long due,
    long begun,
    long completed,
    String obstacle,
    String period)
{
    private static final long MISSED_PART = 100;

    /** Makes actions by a rate. */
    public AskedActions(final Setting<ActionRate> setting, final String done, final ActionRate rate,
        final boolean isAsked, final long due, final long begun, final long completed, final String obstacle)
    {
        this(setting, done, rate, isAsked, due, begun, completed, obstacle, null);
    }

    /** Makes actions at the ends of periods, each of which is done at once. */
    public static AskedActions byPeriod(final Setting<?> setting, final String done, final String period,
        final boolean isAsked, final long due, final long completed)
    {
        return new AskedActions(
            setting, done, ActionRate.NONE, isAsked, due, completed, completed, "the machine refused it", period);
    }

    /** Returns whether none was asked for. */
    public boolean isNone()
    {
        return period == null && rate.isNone();
    }

    /** Returns the key of these actions in a document. */
    public String key()
    {
        return period == null ? setting.jsonKey() : setting.name().replace('.', '_');
    }

    /** Returns the actions that were asked for, as users write them. */
    public String shown()
    {
        return period == null ? rate.shown() : period;
    }

    /** Returns the actions that were asked for in their plain form. */
    public String plain()
    {
        return period == null ? rate.toString() : period;
    }

    /** Returns the actions that were asked for in words. */
    public String words()
    {
        return setting.name() + ' ' + shown() + (period != null ? "" : rate.isByEvents() ? " events" : " a second");
    }

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
