package org.gale.engine.witness;

/**
 * Account of the PPIs 0 to 63 of a vCPU under KVM, a bit for each: what was raised, what an entry hands over to the PE,
 * and what its guest takes there (K-PPI-5 to K-PPI-13). Owned by the machine's thread.
 */
final class ShadowVcpu
{
    static final int NO_PE = -1;
    /** SW_PPI, which alone is an edge (K-ID-4). */
    static final long EDGES = 1L << 3;

    final int vm;
    final int index;
    final long id;
    int pe = NO_PE;
    boolean isRunning;
    /** Whether software has written the PE's registers of EL2 under the guest: what is there, is taken as it is. */
    boolean isOpen;
    /** Edges that wait for an entry. */
    long waiting;
    /** Levels whose line is high. */
    long lines;
    /** PPIs that are to follow the wire of the PE, and those that do since the last entry. */
    long mapped;
    long direct;
    /** Pending PPIs in the PE. */
    long visible;

    ShadowVcpu(final int vm, final int index, final long id)
    {
        this.vm = vm;
        this.index = index;
        this.id = id;
    }

    /** Drives the input of a PPI: a fall of an edge cancels nothing (K-IL-12). */
    void drive(final int ppi, final boolean high)
    {
        final long bit = 1L << ppi;
        waiting |= high ? bit & EDGES : 0;
        lines = high ? lines | (bit & ~EDGES) : lines & ~bit;
    }

    /** Returns the PPIs that user space reads as pending while the vCPU is stopped. */
    long pending()
    {
        return waiting | lines;
    }

    /** Enters the guest. */
    void enter(final int onPe, final long exposed)
    {
        pe = onPe;
        isRunning = true;
        isOpen = false;
        direct = mapped & exposed;
        visible = pending() & exposed & ~mapped;
        waiting &= ~visible;
    }

    /** Leaves the guest; the vCPU stays on its PE. */
    void exit()
    {
        if (isRunning)
        {
            isRunning = false;
            waiting |= visible & EDGES;
        }
        visible = 0;
        direct = 0;
    }

    /**
     * Takes an acknowledge of the guest.
     *
     * @return false if the PPI was not pending
     */
    boolean acknowledge(final int ppi)
    {
        final long bit = ppi < Long.SIZE ? 1L << ppi : 0;
        final boolean wasPending = isOpen || ((visible | direct) & bit) != 0;
        visible &= ~(bit & EDGES);

        return wasPending;
    }
}
