package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/**
 * A vPE as the host knows it: what one direct vCPU owns.
 */
final class V4Vpe
{
    private final V4Vcpu vcpu;
    private final int vpeId;
    private final long table;
    private final int doorbell;
    private boolean mapped;
    private boolean pendingLast;
    private boolean idai = true;
    private int vlpiCount;
    private int cpu;

    V4Vpe(final V4Vcpu vcpu, final int vpeId, final long table, final int doorbell, final int cpu)
    {
        this.vcpu = vcpu;
        this.vpeId = vpeId;
        this.table = table;
        this.doorbell = doorbell;
        this.cpu = cpu;
    }

    V4Vcpu vcpu()
    {
        return vcpu;
    }

    int vpeId()
    {
        return vpeId;
    }

    /**
     * Returns the physical address of the virtual pending table.
     */
    long table()
    {
        return table;
    }

    /**
     * Returns the physical LPI of the doorbell.
     */
    int doorbell()
    {
        return doorbell;
    }

    boolean isMapped()
    {
        return mapped;
    }

    void mapped(final boolean isMapped)
    {
        mapped = isMapped;
    }

    /**
     * Returns whether an enabled pending interrupt may be left since the vPE was last resident.
     */
    boolean isPendingLast()
    {
        return pendingLast;
    }

    void pendingLast(final boolean isPending)
    {
        pendingLast = isPending;
    }

    /**
     * Returns the IDAI bit that the next schedule writes (version 4.0).
     */
    boolean idai()
    {
        return idai;
    }

    void idai(final boolean isInvalid)
    {
        idai = isInvalid;
    }

    /**
     * Returns the number of events that are mapped to the vPE.
     */
    int vlpiCount()
    {
        return vlpiCount;
    }

    void addVlpis(final int count)
    {
        vlpiCount += count;
    }

    /**
     * Returns the CPU whose redistributor the vPE is mapped to.
     */
    int cpu()
    {
        return cpu;
    }

    void cpu(final int number)
    {
        cpu = number;
    }

    void state(final StateStream stream)
    {
        mapped = stream.flag(mapped);
        pendingLast = stream.flag(pendingLast);
        idai = stream.flag(idai);
        vlpiCount = stream.word32(vlpiCount);
        cpu = stream.word32(cpu);
    }
}
