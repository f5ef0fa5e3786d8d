package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/** A vPE as the host knows it: what one direct vCPU owns. */
final class V4Vpe
{
    final int vpeId;
    /** Physical address of the virtual pending table. */
    final long table;
    /** Physical address of the virtual property table of its VM. */
    final long propertyTable;
    /** Physical LPI of the doorbell. */
    final int doorbell;
    boolean isMapped;
    /** True if an enabled pending interrupt may be left since the vPE was last resident. */
    boolean isPendingLast;
    /** IDAI bit that the next schedule writes (version 4.0). */
    boolean hasIdai = true;
    /** Number of events that are mapped to the vPE. */
    int vlpiCount;
    /** CPU whose redistributor the vPE is mapped to. */
    int cpu;

    V4Vpe(final int vpeId, final long table, final long propertyTable, final int doorbell, final int cpu)
    {
        this.vpeId = vpeId;
        this.table = table;
        this.propertyTable = propertyTable;
        this.doorbell = doorbell;
        this.cpu = cpu;
    }

    void state(final StateStream stream)
    {
        isMapped = stream.flag(isMapped);
        isPendingLast = stream.flag(isPendingLast);
        hasIdai = stream.flag(hasIdai);
        vlpiCount = stream.word32(vlpiCount);
        cpu = stream.word32(cpu);
    }
}
