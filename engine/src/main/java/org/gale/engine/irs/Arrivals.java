package org.gale.engine.irs;

import org.gale.tables.operand.Intid;

/**
 * Edge events that were translated ahead of being delivered. Finding the entry of each in one pass, and changing entries
 * in the next, lets the loads of many entries overlap. No table comes or goes between the two. Owned by the thread that
 * owns the machine.
 */
public final class Arrivals
{
    private final Irs irs;
    private final InterruptTransitions transitions;
    private final InterruptStore[] stores;
    private final int[] ids;
    private final long[] places;
    private int touched;

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
        final long place = store == null ? -1 : store.locate(lpiId);
        if (place >= 0)
        {
            touched += store.table().loadAt(place);
        }
        stores[index] = store;
        ids[index] = lpiId;
        places[index] = place;
    }

    /** Delivers the event of that number. */
    public void deliver(final int index)
    {
        final InterruptStore store = stores[index];
        if (places[index] >= 0)
        {
            transitions.edge(store, ids[index], places[index]);
        }
        else if (store != null)
        {
            irs.event(store.domain().vmId(), Intid.of(Intid.TYPE_LPI, ids[index]), Event.SET_EDGE);
        }
    }

    /** A value that depends on every entry loaded, so that no load is left out. */
    int touched()
    {
        return touched;
    }
}
