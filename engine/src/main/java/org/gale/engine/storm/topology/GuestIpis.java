package org.gale.engine.storm.topology;

import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/**
 * Interrupts that guests of a GICv5 send to one another, as commands: {@code GIC CDPEND} of a guest, which makes an LPI
 * of its VM pending. Pure functions.
 */
public final class GuestIpis
{
    private GuestIpis()
    {
    }

    /**
     * Returns whether a command sends an interrupt.
     *
     * @param word    its first word
     * @param operand its second word
     */
    public static boolean isOne(final long word, final long operand)                    // B-INT-20
    {
        return CommandWord.opcode(word) == CommandWord.INSN && Commands.el(word) == Commands.VEL1 &&
            Commands.code(word) == GicInstruction.CDPEND.code() && GicCdPend.isPending(operand) &&
            Intid.type((int)operand) == Intid.TYPE_LPI;
    }

    /**
     * Returns the event in whose name an interrupt of a VM is sent, as an MSI command word whose time is 0.
     *
     * @param operand second word of the command
     * @return the word, or 0 for an LPI that the VM does not have
     */
    public static long event(final Topology topology, final int vm, final long operand)
    {
        final int lpi = Intid.id((int)operand) - topology.firstLpiId();

        return topology.isLpi(vm, lpi) ?
            Commands.msi(topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), 0) : 0;
    }
}
