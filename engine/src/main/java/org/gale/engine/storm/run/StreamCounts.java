package org.gale.engine.storm.run;

import java.util.function.IntConsumer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;

/**
 * Counts of the events that each stream of a storm has offered, from the devices of its MSIs. Streams are numbered VM
 * by VM, and of a VM by its groups of devices. Owned by one thread.
 */
final class StreamCounts implements IntConsumer
{
    private final Topology topology;
    /** Index of the first stream of each VM, and the number of streams. */
    private final int[] firstStreams;
    private final int[] streams;
    private final long[] offered;

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
    }

    /** Counts an event. DeviceIDs that no device has are producers' mistakes. */
    @Override
    public void accept(final int device)
    {
        if (device < streams.length)
        {
            offered[streams[device]]++;
        }
    }

    /** Returns the events of each stream. */
    long[] offered()
    {
        return offered.clone();
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
