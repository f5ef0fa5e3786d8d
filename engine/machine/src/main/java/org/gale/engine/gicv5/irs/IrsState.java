package org.gale.engine.gicv5.irs;

import org.gale.engine.config.Board;
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
    private final Board board;
    private final PhysicalMemory memory;
    private final PeGates gates;
    private final IrsConfigFrame[] frames;
    private final PhysicalIst ist;
    private final ValidOwners owners;
    private final VirtualMachines vms;
    private final Residency residency;

    IrsState(
        final MachineConfig config,
        final Board board,
        final PhysicalMemory memory,
        final PeGates gates,
        final IrsConfigFrame[] frames,
        final PhysicalIst ist,
        final ValidOwners owners,
        final VirtualMachines vms,
        final Residency residency)
    {
        this.config = config;
        this.board = board;
        this.memory = memory;
        this.gates = gates;
        this.frames = frames;
        this.ist = ist;
        this.owners = owners;
        this.vms = vms;
        this.residency = residency;
    }

    /**
     * Passes all architectural state that is not in RAM through a stream.
     *
     * @throws StateException if the state of such an IRS is being restored, and the words are none
     */
    public void state(final StateStream stream)
    {
        final InterruptOwner physical = owners.physical();
        gates.enabledState(stream, 0);
        ist.state(stream);
        frames[0].state(stream);
        memory.overlap().restore(stream.flag(memory.overlap().mayBe()));
        physical.lpis().state(stream, memory, config.value(MachineKeys.ID_BITS));
        physical.spis().state(stream, memory, config.value(MachineKeys.ID_BITS));
        if (ist.isValid() != (physical.lpis().table() != null))
        {
            throw new StateException("IRS_IST_BASER.VALID is " + ist.isValid() + ", but not for the table");
        }
        physical.indexState(stream, memory.overlap().mayBe());
        vms.state(stream);
        residency.state(stream, owners);
    }

    /** Passes what a machine with one IRS has not: the frames of the others (T-IRS-2). */
    public void boardState(final StateStream stream)
    {
        for (int number = 1; number < frames.length; number++)
        {
            gates.enabledState(stream, number);
            frames[number].state(stream);
        }
        if (board.link() != Link.FIXED)
        {
            gates.linkState(stream);
            vms.linkState(stream);
        }
        if (stream.isRestoring() && frames.length > 1 && !memory.overlap().mayBe())
        {
            owners.physical().deriveIndex();                                    // IRSEN decides which SPIs are in it
        }
    }
}
