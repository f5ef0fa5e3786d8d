package org.gale.engine.witness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** VM under KVM as commands make it: vCPUs, and lines and trigger modes of its SPIs. Owned by the machine's thread. */
final class ShadowVm
{
    static final int SPI_LIMIT = 1024;
    /** Selection that is not known. */
    static final long UNKNOWN = -1;

    /** Mode of an edge, or line that is low. */
    private static final byte LOW = 0;
    /** Mode of a level, or line that is high. */
    private static final byte HIGH = 1;
    /** Mode or line that is not known. */
    private static final byte OPEN = 2;

    final int number;
    final List<ShadowVcpu> vcpus = new ArrayList<>();
    boolean hasDevice;
    boolean isInitialised;
    /** SPI that the guest's IRS_SPI_SELR selects, or {@link #UNKNOWN}. */
    long selected = SPI_LIMIT;
    /** Number of SPIs (K-AT-13). */
    long spis = 32;
    private final byte[] modes = new byte[SPI_LIMIT];
    private final byte[] lines = new byte[SPI_LIMIT];

    ShadowVm(final int number)
    {
        this.number = number;
    }

    /** Returns the vCPU of an index, or null. */
    ShadowVcpu vcpu(final int index)
    {
        return index < vcpus.size() ? vcpus.get(index) : null;
    }

    /** Returns the vCPU of a number that user space gave (K-IL-3), or null. */
    ShadowVcpu vcpuById(final long id)
    {
        for (final ShadowVcpu vcpu : vcpus)
        {
            if (vcpu.id == id)
            {
                return vcpu;
            }
        }

        return null;
    }

    /** Makes all SPIs edges with their lines low. */
    void initialise()
    {
        isInitialised = true;
        selected = SPI_LIMIT;
        Arrays.fill(modes, LOW);
        Arrays.fill(lines, LOW);
    }

    /** Notes that nothing is known of the SPIs. */
    void forgetSpis()
    {
        selected = UNKNOWN;
        Arrays.fill(modes, OPEN);
        Arrays.fill(lines, OPEN);
    }

    /** Returns whether an SPI is selected that the VM has (K-IRS-4). */
    boolean isSelected()
    {
        return isInitialised && selected >= 0 && selected < Math.min(spis, SPI_LIMIT);
    }

    /** Takes the trigger mode of the selected SPI (K-IRS-5). */
    void mode(final boolean level)
    {
        if (selected == UNKNOWN)
        {
            Arrays.fill(modes, OPEN);
        }
        else if (isSelected())
        {
            modes[(int)selected] = level ? HIGH : LOW;
        }
    }

    /**
     * Takes mode and line of an SPI that was restored (K-SR-5): the line of a level is high where it is pending.
     */
    void restored(final int spi, final boolean level, final boolean pending)
    {
        modes[spi] = level ? HIGH : LOW;
        lines[spi] = level && pending ? HIGH : LOW;
    }

    /**
     * Takes vCPUs, latches and lines of a VM that has migrated. A level whose line was low is pending where software
     * made it so, which nobody knows here.
     */
    void inherit(final ShadowVm other)
    {
        hasDevice = other.hasDevice;
        isInitialised = other.isInitialised;
        selected = other.selected;
        spis = other.spis;
        for (int spi = 0; spi < SPI_LIMIT; spi++)
        {
            modes[spi] = other.modes[spi];
            lines[spi] = modes[spi] == HIGH && other.lines[spi] == LOW ? OPEN : other.lines[spi];
        }
        for (final ShadowVcpu vcpu : other.vcpus)
        {
            final ShadowVcpu mine = new ShadowVcpu(number, vcpu.index, vcpu.id);
            mine.waiting = vcpu.waiting;
            mine.lines = vcpu.lines;
            mine.mapped = vcpu.mapped;
            vcpus.add(mine);
        }
    }

    /**
     * Drives the line of an SPI (K-IL-12, K-SPI-2).
     *
     * @return whether the SPI must be pending then or not as the line is; false if this does not follow
     */
    boolean drive(final int spi, final boolean high)
    {
        final byte level = high ? HIGH : LOW;
        if (modes[spi] == LOW)
        {
            return high;
        }
        final boolean isActed = modes[spi] == HIGH && lines[spi] == 1 - level;
        lines[spi] = modes[spi] == OPEN ? OPEN : level;

        return isActed;
    }
}
