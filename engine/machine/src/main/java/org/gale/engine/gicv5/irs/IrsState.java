package org.gale.engine.gicv5.irs;

import org.gale.engine.config.Link;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * State of an IRS: registers, what was latched of the tables in RAM, wires, doorbells and residency. RAM itself is not
 * part of it, and is restored before: candidate indexes are made from it. Owned by the thread that owns the machine.
 */
public final class IrsState
{
    private final MachineConfig config;
    private final PhysicalMemory memory;
    private final Irs irs;
    private final InterruptOwner physical;
    private final PhysicalIst ist;
    private final VirtualMachines vms;
    private final Residency residency;
    private final InterruptTransitions transitions;

    IrsState(
        final MachineConfig config,
        final PhysicalMemory memory,
        final Irs irs,
        final InterruptOwner physical,
        final PhysicalIst ist,
        final VirtualMachines vms,
        final Residency residency,
        final InterruptTransitions transitions)
    {
        this.config = config;
        this.memory = memory;
        this.irs = irs;
        this.physical = physical;
        this.ist = ist;
        this.vms = vms;
        this.residency = residency;
        this.transitions = transitions;
    }

    /**
     * Passes all architectural state that is not in RAM through a stream.
     *
     * @throws StateException if the state of such an IRS is being restored, and the words are none
     */
    public void state(final StateStream stream)
    {
        irs.gates().enabledState(stream, 0);
        ist.state(stream);
        irs.frame(0).state(stream);
        memory.overlap().restore(stream.flag(memory.overlap().mayBe()));
        physical.lpis().state(stream, memory, config.value(MachineKeys.ID_BITS));
        physical.spis().state(stream, memory, config.value(MachineKeys.ID_BITS));
        if (ist.isValid() != (physical.lpis().table() != null))
        {
            throw new StateException("IRS_IST_BASER.VALID is " + ist.isValid() + ", but not for the table");
        }
        physical.indexState(stream, memory.overlap().mayBe());
        vms.state(stream);
        residency.state(stream, vms, irs.physicalOwner());
        if (stream.isRestoring())
        {
            irs.dirtyPes().clear();                                             // signals are restored, not settled
        }
    }

    /** Passes what a machine with one IRS has not: the frames of the others (T-IRS-2). */
    public void boardState(final StateStream stream)
    {
        for (int number = 1; number < irs.board().irss(); number++)
        {
            irs.gates().enabledState(stream, number);
            irs.frame(number).state(stream);
        }
        if (irs.board().link() != Link.FIXED)
        {
            irs.gates().linkState(stream);
            vms.linkState(stream);
        }
        if (stream.isRestoring() && irs.board().irss() > 1 && !memory.overlap().mayBe())
        {
            physical.deriveIndex();                                             // IRSEN decides which SPIs are in it
        }
    }

    /** Passes the counts that a machine with one IRS has not. */
    public void boardCounts(final StateStream stream)
    {
        irs.errors().boardCounts(stream);
    }

    /** Passes counts, which tell how the state came about and not what it is. */
    public void counts(final StateStream stream)
    {
        irs.errors().of(0).counts(stream);
        transitions.counts(stream);
        vms.counts(stream);
    }
}
