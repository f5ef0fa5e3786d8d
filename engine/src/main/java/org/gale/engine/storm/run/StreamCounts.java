package org.gale.engine.storm.run;

import java.util.Arrays;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.JournalEvents;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.setting.HostShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Counts of the events that each stream of a storm has offered, from the devices of its MSIs, and the intended time of
 * the last one of an open loop. Streams are numbered VM by VM, and of a VM by its groups of devices. Owned by one
 * thread.
 */
final class StreamCounts implements JournalEvents
{
    private final Topology topology;
    /** Index of the first stream of each VM, and the number of streams. */
    private final int[] firstStreams;
    private final int[] streams;
    private final boolean[] isOpen;
    private final long[] offered;
    private long lastNs = ResumePosition.NO_EVENT;
    private long eventNs = ResumePosition.NO_EVENT;

    /** Makes counts of nothing. */
    StreamCounts(final Topology topology)
    {
        this.topology = topology;
        this.firstStreams = new int[topology.vms() + 1];
        this.streams = new int[topology.totalDevices()];
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            firstStreams[vm + 1] =
                firstStreams[vm] + topology.groups().get(topology.groupOfVm(vm)).devices().size();
        }
        for (int device = 0; device < streams.length; device++)
        {
            streams[device] = firstStreams[topology.vmOfDevice(device)] + topology.deviceGroupOf(device);
        }
        this.offered = new long[firstStreams[topology.vms()]];
        this.isOpen = new boolean[offered.length];
        for (int device = 0; device < streams.length; device++)
        {
            isOpen[streams[device]] = isOpen(device);
        }
    }

    private boolean isOpen(final int device)
    {
        final HostShape shape = topology.shape();

        return !shape.groups().get(topology.groupOfVm(topology.vmOfDevice(device))).devices()
            .get(topology.deviceGroupOf(device)).stream().isClosedLoop();
    }

    /** {@inheritDoc} IDs that no device has are producers' mistakes, and no stream's events. */
    @Override
    public void event(final int deviceId, final int eventId, final long intendedNs)
    {
        if (deviceId < streams.length && eventId < topology.events(deviceId))
        {
            final int stream = streams[deviceId];
            offered[stream]++;
            lastNs = isOpen[stream] ? intendedNs : lastNs;
        }
    }

    @Override
    public void frame(final long beginNs)
    {
        eventNs = lastNs == ResumePosition.NO_EVENT ? eventNs : Math.max(0, lastNs - beginNs);
        lastNs = ResumePosition.NO_EVENT;
    }

    /**
     * Returns the position at which the streams continue.
     *
     * @param timeNs    time of the last frame since the first phase began, ns
     * @param ofStreams events of each stream
     */
    ResumePosition position(final long timeNs, final long[] ofStreams)
    {
        // The last TIME of a frame may be an attached producer's, by which the generator's last event is far away.
        final long lastNs = Math.min(eventNs, timeNs + Commands.TIME_MASK);

        return new ResumePosition(Math.max(timeNs, lastNs), lastNs, ofStreams);
    }

    /** Returns the events of each stream. */
    long[] offered()
    {
        return offered.clone();
    }

    /**
     * Returns the events that VMs were offered and that no device of theirs sent. Each VM is counted for itself, so
     * that events of another shape show even where the sums agree.
     */
    long foreign(final Machine machine)
    {
        long foreign = 0;
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            final Ledger ledger = machine.accounts().ledger(machine.accounts().vmOwner(vm));
            final long own = Arrays.stream(offered, firstStreams[vm], firstStreams[vm + 1]).sum();
            foreign += ledger == null ? 0 : Math.max(0, ledger.offered() - own);
        }

        return foreign;
    }

    /**
     * Returns the events of each stream of a storm whose journal was purged. A ledger has them of a VM; of a VM with
     * several groups of devices those that are retained count.
     */
    long[] offered(final Machine machine)
    {
        final long[] all = offered();
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            final Ledger ledger = machine.accounts().ledger(machine.accounts().vmOwner(vm));
            if (ledger != null && firstStreams[vm + 1] - firstStreams[vm] == 1)
            {
                all[firstStreams[vm]] = ledger.offered();
            }
        }

        return all;
    }
}
