package org.gale.engine.gicv4;

import org.gale.tables.gicv4.ItsCommand;
import org.gale.tables.memory.PhysicalMemory;

/**
 * ITS driver of the host: writes commands into the queue in RAM and moves {@code GITS_CWRITER}. Every command that
 * concerns a vPE is followed by VSYNC (V4-SEM-10).
 */
final class V4ItsDriver
{
    private final PhysicalMemory memory;
    private final ItsCommandQueue queue;
    private final long queueAddress;
    private final long queueBytes;

    V4ItsDriver(
        final PhysicalMemory memory,
        final ItsCommandQueue queue,
        final long queueAddress,
        final long queueBytes)
    {
        this.memory = memory;
        this.queue = queue;
        this.queueAddress = queueAddress;
        this.queueBytes = queueBytes;
    }

    /** Maps a collection to the redistributor of the CPU of the same number. */
    void mapCollection(final int cpu)
    {
        issue(ItsCommand.MAPC, 0, ItsCommand.DW2_VALID.mask() | rdbase(cpu) | cpu, 0);
    }

    /**
     * Maps a device.
     *
     * @param sizeBits EventID bits minus one
     */
    void mapDevice(final int deviceId, final long ittAddress, final int sizeBits)
    {
        issue(onDevice(ItsCommand.MAPD, deviceId), sizeBits, ItsCommand.DW2_VALID.mask() | ittAddress, 0);
    }

    /**
     * Maps an event to a physical LPI.
     *
     * @param cpu of the collection
     */
    void mapPhysical(final int deviceId, final int eventId, final int lpi, final int cpu)
    {
        issue(onDevice(ItsCommand.MAPTI, deviceId), eventId | (long)lpi << 32, cpu, 0);
    }

    /** Maps an event to a vLPI. */
    void mapVirtual(final int deviceId, final int eventId, final int vintid, final int vpeId, final int doorbell)
    {
        issue(onDevice(ItsCommand.VMAPTI, deviceId), eventId | onVpe(vpeId), vintid | (long)doorbell << 32, 0);
        vsync(vpeId);
    }

    /** Moves an event and its pending bit to another vPE (V4-SEM-6). */
    void moveVirtual(
        final int deviceId, final int eventId, final int fromVpeId, final int toVpeId, final int doorbell)
    {
        issue(onDevice(ItsCommand.VMOVI, deviceId), eventId | onVpe(toVpeId),
            ItsCommand.DW2_SET_DOORBELL.mask() | (long)doorbell << 32, 0);
        vsync(fromVpeId);
        vsync(toVpeId);
    }

    void discard(final int deviceId, final int eventId)
    {
        issue(onDevice(ItsCommand.DISCARD, deviceId), eventId, 0, 0);
    }

    /** Makes an event pending as a message does. */
    void interrupt(final int deviceId, final int eventId)
    {
        issue(onDevice(ItsCommand.INT, deviceId), eventId, 0, 0);
    }

    /** Invalidates the cached property of an event's LPI or vLPI. */
    void invalidate(final int deviceId, final int eventId)
    {
        issue(onDevice(ItsCommand.INV, deviceId), eventId, 0, 0);
    }

    /**
     * Maps a vPE.
     *
     * @param sizeBits INTID bits minus one
     * @param isZero   promise that the table is zero (V4-TBL-14)
     */
    void mapVpe(
        final int vpeId,
        final int cpu,
        final long table,
        final int sizeBits,
        final long properties,
        final int doorbell,
        final boolean isZero)
    {
        issue(ItsCommand.DW0_PTZ.with(ItsCommand.VMAPP | ItsCommand.DW0_ALLOC.mask() | properties, isZero),
            onVpe(vpeId) | doorbell, ItsCommand.DW2_VALID.mask() | rdbase(cpu), table | sizeBits);
        issue(ItsCommand.VINVALL, onVpe(vpeId), 0, 0);
        vsync(vpeId);
    }

    void unmapVpe(final int vpeId)
    {
        issue(ItsCommand.VMAPP | ItsCommand.DW0_ALLOC.mask(), onVpe(vpeId), 0, 0);
        vsync(vpeId);
    }

    /** Moves a vPE to another redistributor. */
    void moveVpe(final int vpeId, final int cpu)
    {
        issue(ItsCommand.VMOVP, onVpe(vpeId), rdbase(cpu), 0);
        vsync(vpeId);
    }

    /**
     * Configures a vSGI.
     *
     * @param priority value of 0 to 0xf0
     */
    void configureSgi(final int vpeId, final int sgi, final int priority, final boolean enabled)
    {
        issue(ItsCommand.DW0_VSGI_ENABLE.with(ItsCommand.VSGI, enabled) |
            ItsCommand.DW0_VSGI_PRIORITY.set(0, priority >>> 4) | ItsCommand.DW0_VSGI_INTID.set(0, sgi),
            onVpe(vpeId), 0, 0);
        vsync(vpeId);
    }

    void vsync(final int vpeId)
    {
        issue(ItsCommand.VSYNC, onVpe(vpeId), 0, 0);
    }

    private static long onDevice(final int opcode, final int deviceId)
    {
        return opcode | (long)deviceId << 32;
    }

    private static long onVpe(final int vpeId)
    {
        return ItsCommand.DW1_VPEID.set(0, vpeId);
    }

    private static long rdbase(final int cpu)
    {
        return ItsCommand.DW2_RDBASE.set(0, cpu);
    }

    /** Issues a command of any kind by its four words. */
    void issue(final long dw0, final long dw1, final long dw2, final long dw3)
    {
        final long offset = queue.cwriter();
        memory.storeLong(queueAddress + offset, dw0);
        memory.storeLong(queueAddress + offset + 8, dw1);
        memory.storeLong(queueAddress + offset + 16, dw2);
        memory.storeLong(queueAddress + offset + 24, dw3);
        queue.writeCwriter((offset + ItsCommand.LENGTH) % queueBytes);
    }
}
