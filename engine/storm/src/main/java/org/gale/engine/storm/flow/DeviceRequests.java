package org.gale.engine.storm.flow;

import java.util.Arrays;
import org.gale.engine.storm.model.RequestSink;

/**
 * Requests of the devices of a storm on their way to their taker. A request belongs to the phase of its submission, a
 * time of its device's clock, which stands still while its stream pauses. What is submitted in a pause belongs to the
 * phase in which the clock goes on. Owned by one thread.
 */
final class DeviceRequests
{
    private final int[] groups;                                     // of VMs, by device
    private final long[] beginsNs;                                  // of phases on the clocks of devices
    private final long[] fromNs;                                    // by device: begin of the measured part
    private RequestTaker taker = RequestTaker.NONE;
    private int phase = -1;

    /**
     * Makes the requests of devices.
     *
     * @param groups group of VMs of each device
     * @param phases of the storm
     */
    DeviceRequests(final int[] groups, final int phases)
    {
        this.groups = groups.clone();
        this.beginsNs = new long[Math.max(1, phases) * groups.length];
        this.fromNs = new long[groups.length];
        Arrays.fill(fromNs, Long.MIN_VALUE);
    }

    void taker(final RequestTaker other)
    {
        taker = other;
    }

    /** Begins the next phase, before the clocks of devices are noted. */
    void beginPhase()
    {
        phase++;
        taker.beginPhase(phase);
    }

    /** Notes the clock of a device at the begin of the phase in hand. */
    void begin(final int device, final long localNs)
    {
        beginsNs[phase * groups.length + device] = localNs;
    }

    /** Leaves out the requests of a device that were submitted before a time of its clock. */
    void measure(final int device, final long localNs)
    {
        fromNs[device] = localNs;
    }

    /** Returns the sink of the requests of a device. */
    RequestSink sink(final int device)
    {
        return (submittedNs, endedNs) -> completed(device, submittedNs, endedNs);
    }

    /** Passes a request on that a handler of a device's guest has completed. */
    void completed(final int device, final long submittedNs, final long endedNs)
    {
        if (submittedNs >= fromNs[device])
        {
            taker.completed(groups[device], phaseOf(device, submittedNs), endedNs - submittedNs);
        }
    }

    private int phaseOf(final int device, final long submittedNs)
    {
        int index = Math.max(0, phase);
        while (index > 0 && beginsNs[index * groups.length + device] > submittedNs)
        {
            index--;
        }

        return index;
    }
}
