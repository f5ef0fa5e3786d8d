package org.gale.engine.witness;

import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.InterruptQueries;
import org.gale.ringbuf.CommandWord;

/**
 * Witness of the residency of VPEs: one is on at most one PE, and valid (B-RES-2, M-RES2, B-VMT-8). Where two PEs have
 * the same VPE, each takes the interrupts of the other. The witness compares when a PE enters a guest, and when VMs
 * or VPEs change. Owned by the thread that owns the machine.
 */
final class ResidencyWitness
{
    private static final int FRAME_MASK = 0xffff;

    private final InterruptQueries queries;
    private final int pes;
    private final WitnessSink sink;
    /** PEs that were reported. */
    private final IntHashSet passed = new IntHashSet();

    /** Makes the witness of a machine of so many PEs that is a GICv5. */
    ResidencyWitness(final InterruptQueries queries, final int pes, final WitnessSink sink)
    {
        this.queries = queries;
        this.pes = pes;
        this.sink = sink;
    }

    /** Follows a command that was applied. */
    void applied(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final int opcode = CommandWord.opcode(word);
        if (opcode == CommandWord.SYSW && (int)frame.getLong(offset + Long.BYTES) == HostRegisters.CONTEXTR)
        {
            compare(Commands.pe(word));
        }
        else if (opcode == CommandWord.STORE)
        {
            final int register = (int)frame.getLong(offset + Long.BYTES) & FRAME_MASK;
            if (HostRegisters.maps(register))
            {
                compareAll();
            }
        }
    }

    private void compareAll()
    {
        for (int pe = 0; pe < pes; pe++)
        {
            compare(pe);
        }
    }

    private void compare(final int pe)
    {
        final int owner = queries.residentOwner(pe);
        if (owner == OwnerId.NONE)
        {
            passed.remove(pe);
            return;
        }
        final int vpe = queries.residentVpe(pe);
        if (queries.nextVpe(OwnerId.vmId(owner), vpe) != vpe)
        {
            found(pe, owner, vpe, "which is not valid (B-RES-2, B-VMT-8)");
        }
        for (int other = 0; other < pes; other++)
        {
            if (other != pe && queries.residentOwner(other) == owner && queries.residentVpe(other) == vpe)
            {
                found(pe, owner, vpe,
                    "which is on PE " + other + ", too: each acknowledges interrupts of the other (M-RES2)");
            }
        }
    }

    private void found(final int pe, final int owner, final int vpe, final String sentence)
    {
        if (passed.add(pe))
        {
            sink.broken(false, "PE " + pe, " has " + OwnerId.name(owner) + " VPE " + vpe + ", " + sentence);
        }
    }
}
