package org.gale.engine.storm.result;

import java.util.List;

/**
 * Actions between the events of a storm.
 *
 * @param kinds      what was asked for and done, by kinds; none of a workload without actions
 * @param timeline   of what was done; null without actions
 * @param migrations of VMs; null where none migrates
 */
public record StormActions(List<AskedActions> kinds, ActionTimeline timeline, StormMigrations migrations)
{
    /** Actions of a workload that has none. */
    public static final StormActions NONE = new StormActions(List.of(), null);

    /** Makes actions of a storm whose VMs do not migrate. */
    public StormActions(final List<AskedActions> kinds, final ActionTimeline timeline)
    {
        this(kinds, timeline, null);
    }

    /** Returns these actions with the responses that migrations have made; the same where no VM migrates. */
    public StormActions with(final MigrationResponses responses)
    {
        return migrations == null ? this : new StormActions(kinds, timeline, migrations.with(responses));
    }

    /** Returns whether each kind that was asked for was kept. */
    public boolean isKept()
    {
        return kinds.stream().allMatch(AskedActions::isKept);
    }

    /** Returns the kinds of which none was completed, so that the run shows nothing about them. */
    public List<AskedActions> empty()
    {
        return kinds.stream().filter(AskedActions::isEmpty).toList();
    }
}
