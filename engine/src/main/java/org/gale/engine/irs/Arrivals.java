package org.gale.engine.irs;

/**
 * Edge events that were translated ahead of being delivered. One pass finds the entries and the next changes them:
 * short loops over much, rather than a long way for each. No table comes or goes between the two. Owned by the thread that
 * owns the machine.
 */
public final class Arrivals
{
    private static final long UNREACHABLE = -1;

    private final Irs irs;
    private final InterruptTransitions transitions;
    private final InterruptStore[] stores;
    private final int[] ids;
    private final long[] places;

    Arrivals(final Irs irs, final InterruptTransitions transitions, final int limit)
    {
        this.irs = irs;
        this.transitions = transitions;
        this.stores = new InterruptStore[limit];
        this.ids = new int[limit];
        this.places = new long[limit];
    }

    /** Finds the entry of an LPI for the event of that number in the run. */
    public void resolve(final int index, final int vmId, final int lpiId)
    {
        final InterruptStore store = irs.lpis(vmId);
        stores[index] = store;
        ids[index] = lpiId;
        places[index] = store == null ? UNREACHABLE : store.locate(lpiId);
    }

    /** There is nothing to be delivered for the event of that number. */
    public void skip(final int index)
    {
        stores[index] = null;
    }

    /**
     * Delivers events in order, until a PE or a VPE is concerned, or one comes that was skipped.
     *
     * @return the number of the first event that was not delivered
     */
    public int deliver(final int fromIndex, final int endIndex)
    {
        int index = fromIndex;
        boolean quiet = true;
        while (quiet && index < endIndex && stores[index] != null)
        {
            quiet = !deliver(stores[index], ids[index], places[index]);
            index++;
        }

        return index;
    }

    private boolean deliver(final InterruptStore store, final int id, final long place)
    {
        if (place >= 0)
        {
            return transitions.edge(store, id, place);
        }
        transitions.event(store, id, Event.SET_EDGE);                           // unreachable: reports why

        return false;
    }
}
