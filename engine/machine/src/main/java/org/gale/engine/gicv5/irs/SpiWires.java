package org.gale.engine.gicv5.irs;

import java.util.function.IntConsumer;
import org.gale.engine.config.SpiRange;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/** Wires of SPIs: the events that a change of level, trigger mode or owner makes. */
public final class SpiWires
{
    private final SpiBank spis;
    private final ValidOwners owners;
    private final InterruptOwner physical;
    private final Residency residency;
    private final InterruptTransitions transitions;
    private final ErrorSites errors;
    /** True if there is one IRS: the gates of its PEs are enough. */
    private final boolean isAlone;
    private IntConsumer onDeactivated = id -> { };

    SpiWires(
        final SpiBank spis,
        final ValidOwners owners,
        final Residency residency,
        final InterruptTransitions transitions,
        final ErrorSites errors,
        final boolean isAlone)
    {
        this.isAlone = isAlone;
        this.spis = spis;
        this.owners = owners;
        this.physical = owners.physical();
        this.residency = residency;
        this.transitions = transitions;
        this.errors = errors;
    }

    /** Sets the receiver of the deactivation of each SPI that a wire drives. */
    public void onDeactivated(final IntConsumer taker)
    {
        onDeactivated = taker;
    }

    /** Takes the deactivation of any interrupt of an owner. */
    void deactivated(final int owner, final int intid)
    {
        if (Intid.isSpi(intid) && spis.exists(Intid.id(intid)) &&
            spis.owner(Intid.id(intid), physical.id()) == owner)
        {
            onDeactivated.accept(Intid.id(intid));
        }
    }

    /** Drives the wire of an SPI that exists. */
    public void drive(final int id, final boolean high)                                // B-SPI-4
    {
        if (spis.drive(id, high))
        {
            sample(id);
        }
    }

    /** Changes the trigger mode of an SPI that exists. */
    void configure(final int id, final boolean isLevel)                         // B-SPI-6
    {
        if (spis.configure(id, isLevel))
        {
            if (isLevel)
            {
                event(id, spis.isHigh(id) ? EventKind.SET_LEVEL : EventKind.CLEAR);
            }
            else if (spis.isHigh(id))
            {
                event(id, EventKind.CLEAR);
            }
        }
    }

    /** Samples the wire of an SPI that exists again: IRS_SPI_RESAMPLER. */
    void resample(final int id)                                                 // B-SPI-5
    {
        sample(id);
    }

    /** Hands an SPI that exists to a VM, or takes it back. */
    void assign(final int id, final long vmr)                                   // B-SPI-8, M-SPIVMR
    {
        final boolean wasPhysical = spis.isPhysical(id);
        final int iste = spis.table().loadPlain(id);
        if (spis.assign(id, vmr) && wasPhysical != spis.isPhysical(id) && L2Iste.isCandidate(iste) &&
            !spis.isWithheld(id))
        {
            refile(id, iste, spis.isPhysical(id));
        }
    }

    /** Enables an IRS, or disables it: its SPIs are offered to the PEs of other IRSs only while it is enabled. */
    void enable(final int irs, final boolean irsen)                             // M-IRSEN2
    {
        if (!isAlone)
        {
            final SpiRange range = spis.range(irs);
            int id = range.count() == 0 ? -1 : spis.table().nextNonZero(range.base(), range.end());
            while (id >= 0)
            {
                final int iste = spis.table().loadPlain(id);
                if (L2Iste.isCandidate(iste) && spis.isPhysical(id))
                {
                    refile(id, iste, irsen);
                }
                id = spis.table().nextNonZero(id + 1, range.end());
            }
        }
    }

    private void refile(final int id, final int iste, final boolean isOffered)
    {
        physical.refile(physical.spis(), id, iste, isOffered);
        residency.candidatesChanged(physical, physical.target(iste));
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
        errors.at(spis.irsOf(id));                                              // M-SWERRIRS
        final InterruptOwner owner = owners.of(spis.owner(id, physical.id()));
        if (owner != null)
        {
            transitions.event(owner.spis(), id, kind);
        }
    }
}
