package org.gale.engine.gicv5.irs;

import org.gale.tables.its.L2Itte;
import org.gale.tables.memory.PhysicalMemory;

/** Delivery of runs of edge events that an ITS has translated. Owned by the thread that owns the machine. */
public final class EdgeDelivery
{
    /** Number of events whose entries are loaded ahead of their delivery. */
    static final int AHEAD = 64;
    /** Number of pages of live tables from which on entries are loaded ahead: fewer lie in a processor's cache. */
    static final int PAGES_OF_LARGE_TABLES = 1024;

    private final PhysicalMemory memory;
    private final ValidOwners owners;
    private final InterruptOwner physical;
    private final InterruptTransitions transitions;
    private final ErrorSites errors;
    private final ReadyEvents ready;
    /** Words that were loaded ahead, which nothing reads: an unused load is left out by the compiler. */
    private final long[] loaded = new long[AHEAD];

    EdgeDelivery(
        final PhysicalMemory memory,
        final ValidOwners owners,
        final InterruptTransitions transitions,
        final ErrorSites errors,
        final ReadyEvents ready)
    {
        this.ready = ready;
        this.errors = errors;
        this.memory = memory;
        this.owners = owners;
        this.physical = owners.physical();
        this.transitions = transitions;
    }

    /**
     * Loads entries and owed bits of the next events, if tables are large. Cache misses of independent loads overlap;
     * those of deliveries follow one another (row {@code big} of the benchmarks).
     *
     * @param ittes as for {@link #deliver}
     * @return the index of the first event for which nothing was loaded
     */
    public int loadAhead(final long[] ittes, final int fromIndex, final int endIndex)
    {
        if (memory.livePages() < PAGES_OF_LARGE_TABLES)
        {
            return endIndex;
        }
        final int end = Math.min(endIndex, fromIndex + AHEAD);
        for (int i = fromIndex; i < end; i++)
        {
            final int id = L2Itte.lpiId(ittes[i]);
            final InterruptSpace space = lpisOf(ittes[i]);
            final long at = space == null ? -1 : space.locate(id);
            if (at >= 0)
            {
                loaded[i - fromIndex] = space.table().loadAt(at) + space.account().owedWord(id);
            }
        }

        return end;
    }

    /**
     * Delivers edge events in order. Ends behind the first one after which a signal has to be settled, or in front of
     * an event without a translation.
     *
     * @param ittes encoded {@link L2Itte}s, 0 where a translation found nothing
     * @return the index of the first event that was not delivered
     */
    public int deliver(final long[] ittes, final int fromIndex, final int endIndex)
    {
        int index = fromIndex;
        for (boolean quiet = true; quiet && index < endIndex && ittes[index] != 0;)
        {
            final long itte = ittes[index++];
            quiet = !transitions.translatedEdge(lpisOf(itte), L2Itte.lpiId(itte));
        }

        return index;
    }

    /**
     * Delivers edge events of ready LPIs, and each other one through its entry, as {@link #deliver(long[], int, int)}
     * does.
     *
     * @param slots of ready LPIs, 0 where there is none. An event whose slot is of no use ends the run: its translation
     *              is needed
     * @return the index of the first event that was not delivered
     */
    public int deliverReady(final long[] ittes, final long[] slots, final int fromIndex, final int endIndex)
    {
        int index = fromIndex;
        boolean goesOn = true;
        while (goesOn)
        {
            index = ready.raise(slots, index, endIndex);
            goesOn = index < endIndex && (slots[index] | ittes[index]) != 0;
            if (goesOn)
            {
                final int result = ready.raiseFirst(slots[index] != 0 ? slots[index] : ready.slotOf(ittes[index]));
                goesOn = result == ReadyLpis.QUIET ||
                    (result == ReadyLpis.NOT_RAISED && slots[index] == 0 && isQuiet(ittes[index]));
                index += result == ReadyLpis.NOT_RAISED && slots[index] != 0 ? 0 : 1;
            }
        }

        return index;
    }

    /** Delivers an event through its entry. Returns whether no signal has to be settled. */
    private boolean isQuiet(final long itte)
    {
        final InterruptSpace space = lpisOf(itte);
        final int id = L2Itte.lpiId(itte);
        if (space != null)
        {
            ready.missed(space, id);
        }

        return !transitions.translatedEdge(space, id);
    }

    /**
     * Delivers edge events of several ITSs as {@link #deliver(long[], int, int)} does. An event with an error is the
     * last one that is delivered, and its error is recorded at the site of its ITS.
     *
     * @param itss  of each event
     * @param sites IRS that records the software errors of the events of each ITS (M-SWERRIRS)
     * @return the index of the first event that was not delivered
     */
    public int deliver(
        final long[] ittes, final int[] itss, final int[] sites, final int fromIndex, final int endIndex)
    {
        errors.hold();
        final int index = deliver(ittes, fromIndex, endIndex);
        errors.at(sites[itss[index - 1]]);

        return index;
    }

    /**
     * Returns the LPIs of a VM.
     *
     * @return null if the VM is not valid
     */
    InterruptSpace lpisOfVm(final int vmId)                                     // B-ITS-6: an invalid VM has none
    {
        final Vm vm = owners.vm(vmId);

        return vm == null ? null : vm.lpis();
    }

    private InterruptSpace lpisOf(final long itte)
    {
        return L2Itte.isVirtual(itte) ? lpisOfVm(L2Itte.vmId(itte)) : physical.lpis();
    }
}
