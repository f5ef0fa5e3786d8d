package org.gale.engine.storm.latency;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.GuestPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;

/**
 * LPIs of a storm whose latencies are recorded: those whose ID, counted from a VM's first, is a multiple of N.
 * Immutable; on the engine's thread, once for each word of a batch.
 */
final class SampledLpis
{
    /** Index of an LPI that is not sampled. */
    static final int NONE = -1;

    /** Event that is not sampled; no MSI is this word. */
    static final long NO_EVENT = 0;

    private static final int EVENT_SHIFT = 24;
    /** Bit of the type of a PPI and of an SPI, and of no LPI. */
    private static final long NO_LPI = Integer.toUnsignedLong(Intid.of(Intid.TYPE_PPI, 0));
    private static final long NOTHING = Long.MAX_VALUE;                         // no word is without all of its bits
    /** Response times of a VM are those of one in so many LPIs, because each costs a cache line. */
    private static final int VM_EVERY = 64;
    /** A VM with fewer sampled LPIs than this shows all of them. */
    private static final int VM_LPIS_LEAST = 64;

    private final Topology topology;
    private final int every;
    private final boolean isMaskable;
    private final long msiMask;
    private final long ackMask;
    private final int everyShift;
    private final int count;
    /** Index of the first sampled LPI of each VM. */
    private final int[] firstOfVm;
    /** Bits that are clear in the numbers of samples that the response times of each VM show. */
    private final int[] maskOfVm;
    private final int[] vmOfDevice;
    private final int[] firstLpiOfDevice;
    private final int[] eventsOfDevice;

    /**
     * Makes the sample of a storm.
     *
     * @param every divisor of the IDs of sampled LPIs; 1 for all, 0 for none
     */
    SampledLpis(final Topology topology, final int every)
    {
        this.topology = topology;
        this.every = every;
        this.isMaskable = every > 0 && Integer.bitCount(every) == 1 && isDivisor(every, topology);
        this.msiMask = every == 0 ? NOTHING : isMaskable ? (every - 1L) << EVENT_SHIFT : 0;
        this.ackMask = every == 0 ? NOTHING : NO_LPI | (isMaskable ? every - 1L : 0);
        this.everyShift = isMaskable ? Integer.numberOfTrailingZeros(every) : 0;
        this.firstOfVm = new int[topology.vms()];
        this.maskOfVm = new int[topology.vms()];
        int samples = 0;
        for (int vmId = 0; vmId < firstOfVm.length; vmId++)
        {
            final int perVm = every == 0 ? 0 : (topology.lpis(vmId) + every - 1) / every;
            final int vmEvery = every == 0 ? 1 : Math.min(VM_EVERY / every, perVm / VM_LPIS_LEAST);
            firstOfVm[vmId] = samples;
            maskOfVm[vmId] = Integer.highestOneBit(Math.max(1, vmEvery)) - 1;
            samples += perVm;
        }
        this.count = samples;
        this.vmOfDevice = new int[topology.totalDevices()];
        this.firstLpiOfDevice = new int[vmOfDevice.length];
        this.eventsOfDevice = new int[vmOfDevice.length];
        for (int deviceId = 0; deviceId < vmOfDevice.length; deviceId++)
        {
            vmOfDevice[deviceId] = topology.vmOfDevice(deviceId);
            firstLpiOfDevice[deviceId] = topology.firstLpiOfDevice(deviceId);
            eventsOfDevice[deviceId] = topology.events(deviceId);
        }
    }

    /** Returns the number of sampled LPIs of all VMs. */
    int count()
    {
        return count;
    }

    /** Returns whether the masks alone tell what is sampled: N is a power of two that divides each device's events. */
    boolean isMaskable()
    {
        return isMaskable;
    }

    /** Returns the bits of which an MSI that may be sampled has none set. */
    long msiMask()
    {
        return msiMask;
    }

    /** Returns the bits of which an ACK output that may be of a sampled LPI has none set. */
    long ackMask()
    {
        return ackMask;
    }

    /** Returns whether an LPI of a VM is sampled. */
    boolean isSampled(final int lpiId)
    {
        return every > 0 && lpiId % every == 0;
    }

    /** Returns the VM of each device. */
    int[] vmOfDevice()
    {
        return vmOfDevice.clone();
    }

    /** Returns whether an MSI without bits of the mask is sampled: not one of a device or event that no VM has. */
    boolean holds(final long msi)
    {
        final int deviceId = Commands.msiDeviceId(msi);

        return deviceId < eventsOfDevice.length && Commands.msiEventId(msi) < eventsOfDevice[deviceId] &&
            (isMaskable || lpiIdOf(msi) % every == 0);
    }

    /**
     * Returns the event of an interrupt that a vCPU or the host has sent, as an MSI.
     *
     * @param places  of the guests
     * @param word    first word of its command
     * @param operand of its instruction
     * @return the MSI, or {@link #NO_EVENT} if it is not sampled
     */
    long sent(final GuestPlaces places, final long word, final long operand)
    {
        final long event =
            GuestIpis.event(topology, GuestIpis.vm(topology, places, word, operand), word, operand);

        return event != NO_EVENT && (event & msiMask) == 0 && holds(event) ? event : NO_EVENT;
    }

    /** Returns the VM that a held MSI is for. */
    int vmOf(final long msi)
    {
        return vmOfDevice[Commands.msiDeviceId(msi)];
    }

    /** Returns the ID of the LPI that a held MSI raises, counted from the VM's first. */
    int lpiIdOf(final long msi)
    {
        return firstLpiOfDevice[Commands.msiDeviceId(msi)] + Commands.msiEventId(msi);
    }

    /**
     * Returns the index of an LPI among all that are sampled.
     *
     * @param lpiId whose bits of the mask are clear
     * @return 0 to {@link #count()} − 1, or {@link #NONE}
     */
    int indexOf(final int vmId, final int lpiId)
    {
        return isMaskable || lpiId % every == 0 ? firstOfVm[vmId] + sampleOf(lpiId) : NONE;
    }

    /** Returns whether the response times of a VM are to show a sampled LPI. */
    boolean isShownOfVm(final int vmId, final int lpiId)
    {
        return (sampleOf(lpiId) & maskOfVm[vmId]) == 0;
    }

    /** Returns whether a number divides the events of each device. */
    private static boolean isDivisor(final int divisor, final Topology topology)
    {
        boolean divides = true;
        for (int deviceId = 0; deviceId < topology.totalDevices(); deviceId++)
        {
            divides &= topology.events(deviceId) % divisor == 0;
        }

        return divides;
    }

    /** Returns the number of the sample among those of its VM. */
    private int sampleOf(final int lpiId)
    {
        return isMaskable ? lpiId >>> everyShift : lpiId / every;
    }
}
