package org.gale.engine.storm.profile;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.register.IrsCr0;

/**
 * Switch of IRSEN by the guests of a storm. At its rate a vCPU that runs disables the IRS of its VM, and enables it
 * again after a time, one VM at a time: the vCPU of the next PE that runs one. That vCPU stays on its PE meanwhile,
 * because a store to the IRS needs a vCPU that runs. The other vCPUs of the VM may block, and nothing is delivered to
 * them (K-LP-4, K-LP-9). At least one frame without a switch follows each ENABLED, so that guests get turns, and a
 * storm ends, however short the period is.
 * <pre>
 *            the period is over             the time is over
 *   ENABLED ────────────────────▶ DISABLED ──────────────────▶ ENABLED
 * </pre>
 * On the engine's thread.
 */
final class IrsSwitch
{
    /** Limit of the bytes that {@link #schedule} writes. */
    static final int BYTES_LIMIT = 3 * Long.BYTES;

    private static final long NS_PER_S = 1_000_000_000L;
    private static final int NONE = -1;
    private static final long[] DISABLE = { 0 };
    private static final long[] ENABLE = { IrsCr0.IRSEN.mask() };

    private final Topology topology;
    private final long periodNs;
    private final long disabledNs;
    private int vm = NONE;
    private int pe = NONE;
    private long atNs;
    private int lastPe = NONE;
    private int plannedVm = NONE;
    private int plannedPe = NONE;
    private long plannedNs;
    private boolean isPlanned;
    private boolean isRested = true;

    /**
     * Makes the switch.
     *
     * @param topology of the storm
     * @param perS       times a second that a guest disables its IRS; 0 for never
     * @param disabledNs time until it enables the IRS again
     */
    IrsSwitch(final Topology topology, final long perS, final long disabledNs)
    {
        this.topology = topology;
        this.periodNs = perS == 0 ? Long.MAX_VALUE : NS_PER_S / perS;
        this.disabledNs = Math.min(disabledNs, periodNs / 2);
    }

    /**
     * Takes note of a vCPU that is loaded when the scheduler begins.
     *
     * @param isDisabled true if the IRS of its VM is disabled, so that this vCPU has to enable it
     */
    void begin(final int vmOfVcpu, final int peOfVcpu, final boolean isDisabled)
    {
        if (isDisabled)
        {
            vm = vmOfVcpu;
            pe = peOfVcpu;
        }
    }

    /** Returns whether the vCPU on a PE has to stay there. */
    boolean holds(final int ofPe)
    {
        return pe == ofPe || (isPlanned && plannedPe == ofPe);
    }

    /**
     * Writes the command that is due, if any.
     *
     * @param loaded vCPU on each PE; negative for none
     * @return the offset after the command
     */
    int schedule(final int[] loaded, final MutableDirectBuffer frame, final int offset, final long nowNs)
    {
        isPlanned = false;
        if (periodNs == Long.MAX_VALUE && vm == NONE)
        {
            return offset;
        }
        if (atNs == 0)
        {
            atNs = nowNs + Math.min(periodNs, disabledNs);
        }
        if (nowNs - atNs < 0 || (vm == NONE && !isRested))
        {
            return offset;
        }
        plannedNs = nowNs;

        return vm == NONE ? disable(loaded, frame, offset) : enable(frame, offset);
    }

    /** Says that a frame was appended, with the command that was written last. */
    void appended()
    {
        isRested = !isPlanned;
        if (isPlanned)
        {
            atNs = plannedNs + (plannedVm == NONE ? periodNs - disabledNs : disabledNs);
            vm = plannedVm;
            pe = plannedPe;
            lastPe = plannedPe == NONE ? lastPe : plannedPe;
            isPlanned = false;
        }
    }

    private int disable(final int[] loaded, final MutableDirectBuffer frame, final int offset)
    {
        for (int i = 1; i <= loaded.length; i++)
        {
            final int at = (lastPe + i) % loaded.length;
            if (loaded[at] >= 0)
            {
                plannedVm = topology.vmOfVpe(loaded[at]);
                plannedPe = at;
                isPlanned = true;

                return store(frame, offset, plannedVm, DISABLE);
            }
        }

        return offset;
    }

    private int enable(final MutableDirectBuffer frame, final int offset)
    {
        plannedVm = NONE;
        plannedPe = NONE;
        isPlanned = true;

        return store(frame, offset, vm, ENABLE);
    }

    private static int store(final MutableDirectBuffer frame, final int offset, final int vm, final long[] value)
    {
        return KvmVerb.MMIO_WRITE.encode(frame, offset, Integer.BYTES, vm, 0, IrsCr0.OFFSET, value);
    }
}
