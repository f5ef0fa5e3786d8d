package org.gale.engine.gicv5.irs;

import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/** Wires of SPIs: the events that a change of level, trigger mode or owner makes. */
final class SpiWires
{
    private final SpiBank spis;
    private final InterruptOwner physical;
    private final Residency residency;
    private final Irs irs;

    SpiWires(final SpiBank spis, final InterruptOwner physical, final Residency residency, final Irs irs)
    {
        this.spis = spis;
        this.physical = physical;
        this.residency = residency;
        this.irs = irs;
    }

    /** Drives the wire of an SPI that exists. */
    void drive(final int id, final boolean high)                                // B-SPI-4
    {
        if (spis.drive(id, high))
        {
            sample(id);
        }
    }

    /** Changes the trigger mode of the selected SPI. */
    void configure(final int cfgr)                                              // B-SPI-6
    {
        final int id = spis.selected();
        if (spis.configure(cfgr))
        {
            if (spis.isLevel(id))
            {
                event(id, spis.isHigh(id) ? EventKind.SET_LEVEL : EventKind.CLEAR);
            }
            else if (spis.isHigh(id))
            {
                event(id, EventKind.CLEAR);
            }
        }
    }

    /** Samples the wire of an SPI again: IRS_SPI_RESAMPLER. Any id is accepted. */
    void resample(final int id)                                                 // B-SPI-5
    {
        if (spis.exists(id))
        {
            sample(id);
        }
    }

    /** Hands the selected SPI to a VM, or takes it back. */
    void assign(final long vmr)                                                 // B-SPI-8, M-SPIVMR
    {
        final int id = spis.selected();
        if (spis.exists(id))
        {
            final boolean wasPhysical = spis.isPhysical(id);
            final int iste = spis.table().loadPlain(id);
            if (spis.assign(vmr) && wasPhysical != spis.isPhysical(id) && L2Iste.isCandidate(iste))
            {
                physical.refile(physical.spis(), id, iste, spis.isPhysical(id));
                residency.candidatesChanged(physical, physical.target(iste));
            }
        }
    }

    private void sample(final int id)
    {
        if (spis.isHigh(id))
        {
            event(id, spis.isLevel(id) ? EventKind.SET_LEVEL : EventKind.SET_EDGE);
        }
        else if (spis.isLevel(id))
        {
            event(id, EventKind.CLEAR);
        }
    }

    private void event(final int id, final int kind)
    {
        irs.event(spis.owner(id, physical.id()), Intid.of(Intid.TYPE_SPI, id), kind);
    }
}
