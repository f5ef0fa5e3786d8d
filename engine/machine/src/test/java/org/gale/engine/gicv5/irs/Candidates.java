package org.gale.engine.gicv5.irs;

import org.gale.tables.ist.L2Iste;

/** Access of tests to the candidate indexes of an IRS. */
public final class Candidates
{
    private Candidates()
    {
    }

    /**
     * Drops a candidate from its index, as a fault of a model would: its entry stays pending.
     *
     * @param owner encoded owner of the interrupt
     * @return false if the interrupt is no candidate
     */
    public static boolean drop(final Irs irs, final int owner, final boolean spi, final int id)
    {
        final InterruptOwner of = irs.checks().owners().of(owner);
        final InterruptSpace space = spi ? of.spis() : of.lpis();
        final int iste = space.table().loadPlain(id);
        final boolean isCandidate = L2Iste.isCandidate(iste);
        if (isCandidate)
        {
            of.index().remove(of.target(iste), L2Iste.priority(iste), space.intid(id));
        }

        return isCandidate;
    }
}
