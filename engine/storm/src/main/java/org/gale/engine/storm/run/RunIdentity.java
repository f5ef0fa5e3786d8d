package org.gale.engine.storm.run;

import org.gale.engine.config.NumberText;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.result.StormAccounting;

/**
 * Identity of one run that ended well. Its accounting has no remainder, nothing merged where nothing may, and the
 * engine drained what the generator published. Begins with the machine as the run finds it. On the engine's thread.
 */
final class RunIdentity
{
    private final StormLedgers ledgers;
    private final boolean merges;
    private final long[] coalescedBefore;

    /**
     * Begins the run.
     *
     * @param merges true if events may merge
     */
    public RunIdentity(final StormLedgers ledgers, final int vms, final boolean merges)
    {
        this.ledgers = ledgers;
        this.merges = merges;
        this.coalescedBefore = new long[vms];
        for (int vmId = 0; vmId < vms; vmId++)
        {
            coalescedBefore[vmId] = ledgers.coalesced(vmId);
        }
    }

    /**
     * Returns the fault of the run, or null if it has none.
     *
     * @param words     of the generator's lane
     * @param published events that the generator published
     * @param drained   events of the generator that the engine drained
     */
    public String fault(
        final StormAccounting accounting, final LaneWords words, final long published, final long drained)
    {
        if (accounting.remainder() != 0)
        {
            return "P6 broken: the remainder is " + accounting.remainder();
        }
        if (published != drained || words.left() != 0 || !words.isSound())
        {
            return "P6 broken: the generator published " + NumberText.counted(published, "event") + " in " +
                NumberText.counted(words.published(), "word") + ", and the engine drained " +
                NumberText.count(drained) + " in " + NumberText.count(words.drained());
        }

        return merges ? null : merged();
    }

    /** Returns the fault of the first VM in which an event merged, or null. */
    private String merged()
    {
        for (int vmId = 0; vmId < coalescedBefore.length; vmId++)
        {
            final long merged = ledgers.coalesced(vmId) - coalescedBefore[vmId];
            if (merged != 0)
            {
                return "P6 broken: VM " + vmId + " coalesced " + NumberText.counted(merged, "event") +
                    ", though each waits for the delivery of the one before";
            }
        }

        return null;
    }
}
