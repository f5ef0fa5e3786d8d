package org.gale.engine.storm.topology;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.Intid;

/**
 * Interrupts that guests of a GICv5 send to one another, as commands. A guest sends one by {@code GIC CDPEND}, which
 * makes an LPI of its VM pending. Where no sender is known, the host does so by {@code GIC VDPEND}. Pure functions.
 */
public final class GuestIpis
{
    private static final int EL2 = 2;
    private static final int HOST_PE = 0;                           // VDPEND names the VM, and any PE will do (M-VDOP)

    private GuestIpis()
    {
    }

    /**
     * Returns whether a command sends an interrupt.
     *
     * @param word    its first word
     * @param operand its second word
     */
    public static boolean isOne(final long word, final long operand)                    // B-INT-20, B-VIN-8
    {
        return CommandWord.opcode(word) == CommandWord.INSN && Intid.type((int)operand) == Intid.TYPE_LPI &&
            (isInjected(word) ? GicVdPend.isPending(operand) : isSent(word) && GicCdPend.isPending(operand));
    }

    private static boolean isSent(final long word)
    {
        return Commands.el(word) == Commands.VEL1 && Commands.code(word) == GicInstruction.CDPEND.code();
    }

    private static boolean isInjected(final long word)
    {
        return Commands.el(word) == EL2 && Commands.code(word) == GicInstruction.VDPEND.code();
    }

    /**
     * Returns the VM whose interrupt a command sends.
     *
     * @param word    first word of the command
     * @param operand second word of the command
     * @return the VM, or −1 if the storm has no such VM
     */
    public static int vm(final Topology topology, final GuestPlaces places, final long word, final long operand)
    {
        final int vm = isInjected(word) ? GicVdPend.vmId(operand) : places.vmOf(Commands.pe(word));

        return vm < topology.vms() ? vm : GuestPlaces.NONE;
    }

    /**
     * Returns the event in whose name an interrupt of a VM is sent, as an MSI command word.
     *
     * @param vm      of the storm, or −1
     * @param word    first word of the command, whose time is that of the event
     * @param operand second word of the command
     * @return the word, or 0 for an LPI that the VM does not have
     */
    public static long event(final Topology topology, final int vm, final long word, final long operand)
    {
        final int lpi = Intid.id((int)operand) - topology.firstLpiId();

        return vm != GuestPlaces.NONE && topology.isLpi(vm, lpi) ? Commands.msi(
            topology.deviceOfLpi(vm, lpi), topology.eventOfLpi(vm, lpi), (int)(word & Commands.TIME_MASK)) : 0;
    }

    /**
     * Writes the command by which the host makes an LPI of a VM pending.
     *
     * @param lpi    numbered within the VM
     * @param timeNs since the last TIME
     * @return the offset after the command
     */
    public static int inject(final MutableDirectBuffer buffer, final int offset, final Topology topology, final int vm,
        final int lpi, final long timeNs)                                               // B-VIN-8
    {
        final int end = Commands.insn(buffer, offset, HOST_PE, EL2, GicInstruction.VDPEND.code(),
            GicVdPend.of(vm, Intid.of(Intid.TYPE_LPI, topology.firstLpiId() + lpi), true));
        buffer.putLong(offset, buffer.getLong(offset) | timeNs);

        return end;
    }
}
