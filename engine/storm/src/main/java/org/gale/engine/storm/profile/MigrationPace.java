package org.gale.engine.storm.profile;

import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.topology.Topology;

/**
 * Migrations of a run on the wall clock that are due: by the events of its engine, as {@link EventSchedule} counts
 * them, or by the clock while events arrive. One that is due while another one is under way is missed. On the engine's
 * thread.
 */
public final class MigrationPace
{
    private static final long DRAWS = 0x6d696772617465L;
    private static final long QUIET_NS = 100_000_000;

    private final EventSchedule events;
    private final ActionsByTime timed;
    private final DueWitness seen;
    private final NumberedDraws draws;
    private final LongSupplier arrived;
    private long drainedNs;
    private long offered;
    private long offeredNs;
    private long taken;

    /**
     * Makes the pace of a run.
     *
     * @param rate    of the whole storm
     * @param seed    of the storm
     * @param before  events that were offered before this run
     * @param arrived gives the events that have reached the machine
     */
    public MigrationPace(final ActionRate rate, final Topology topology, final long seed, final long before,
        final LongSupplier arrived)
    {
        final ActionRate own = DirectActions.part(rate, topology);
        final long perS = own.isByEvents() ? 0 : own.count();
        this.events = new EventSchedule(ActionRate.NONE, own, before);
        this.timed = new ActionsByTime(perS);
        this.seen = new DueWitness(perS);
        this.draws = new NumberedDraws(seed ^ DRAWS);
        this.arrived = arrived;
    }

    /** Returns the limit of words of the next frame, so that an event after which a migration is due is alone. */
    public int drainLimit(final boolean isApplied)
    {
        return events.drainLimit(isApplied, false);
    }

    /** Counts the events that a frame took from the lanes. */
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        events.drained(frame, offset, endOffset);
    }

    /** Returns whether a migration is due, which counts as taken or missed then. All frames are applied. */
    public boolean takes(final long nowNs)
    {
        drainedNs = events.isDry() ? drainedNs : nowNs;
        final boolean isDueByEvents = events.isMoveDue();
        events.take();
        final boolean isDueByTime = timed.isDue(nowNs) && isBusy(nowNs);
        if (isDueByTime)
        {
            timed.take(nowNs);
            seen.taken(nowNs);
        }

        return isDueByEvents || isDueByTime;
    }

    private boolean isBusy(final long nowNs)
    {
        final long now = arrived.getAsLong();
        if (now != offered)
        {
            offered = now;
            offeredNs = nowNs;
        }

        return now != 0 && nowNs - offeredNs < QUIET_NS;
    }

    /** Returns a number below a bound for the migration that is due: by events, the draw follows from its number. */
    public int draw(final int bound)
    {
        taken++;
        draws.begin(events.isAny() ? events.move() : taken);

        return draws.next(bound);
    }

    /** Returns the migrations that were due in this run. */
    public long due()
    {
        return events.movesDue() + timed.due(drainedNs);
    }

    /** Returns the laws that the migrations which were due break, by a second count. Called once, after the run. */
    public List<String> faults()
    {
        final long again = events.movesDue() + seen.due(drainedNs);

        return due() == again ? List.of() : List.of(
            due() + " migrations were due, and by their intervals " + again);
    }
}
