package org.gale.engine.storm.run;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.JournalEvents;
import org.gale.engine.storm.flow.ResumePosition;
import org.gale.engine.storm.flow.StreamNumbers;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.GuestPlaces;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;

/**
 * Counts of the events that each stream of a storm has offered, from the devices of its messages. They have its last
 * event, too, and the intended time of the last one of an open loop. Streams have the numbers that the generator gives
 * them. Owned by one thread.
 */
final class StreamCounts implements JournalEvents
{
    private final Topology topology;
    private final StreamNumbers numbers;
    private final GuestPlaces places;
    private long ipis;
    /** Stream of each device. */
    private final int[] streams;
    private final boolean[] isOpen;
    private final long[] offered;
    private final long[] last;
    private long lastNs = ResumePosition.NO_EVENT;
    private long eventNs = ResumePosition.NO_EVENT;

    /** Makes counts of nothing. */
    StreamCounts(final Topology topology)
    {
        this.topology = topology;
        this.numbers = new StreamNumbers(topology);
        this.places = new GuestPlaces(topology);
        this.streams = new int[topology.totalDevices()];
        this.offered = new long[numbers.count()];
        this.last = new long[numbers.count()];
        this.isOpen = new boolean[numbers.count()];
        for (int stream = 0; stream < offered.length; stream++)
        {
            final int kind = numbers.kind(stream);
            final DeviceShape devices = numbers.devices(kind);
            final int first = topology.firstDeviceOf(numbers.vm(stream), numbers.deviceGroup(kind));
            Arrays.fill(streams, first, first + devices.count(), stream);
            isOpen[stream] = devices.stream().isClocked();
        }
    }

    /** {@inheritDoc} IDs that no device has are producers' mistakes, and no stream's events. */
    @Override
    public void event(final int its, final int deviceId, final int eventId, final long intendedNs)
    {
        if (topology.isDevice(its, deviceId) && Integer.compareUnsigned(eventId, topology.events(deviceId)) < 0)
        {
            final int stream = streams[deviceId];
            offered[stream]++;
            last[stream] = Commands.msi(deviceId, eventId, 0);
            lastNs = isOpen[stream] ? intendedNs : lastNs;
        }
    }

    /** {@inheritDoc} What a vCPU sends to another one, or the host in its place, is an event of its stream. */
    @Override
    public void action(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final long word = frame.getLong(offset);
        if (CommandWord.opcode(word) == CommandWord.HOST)
        {
            places.scheduled(frame, offset, endOffset, 0);
        }
        else if (GuestIpis.isOne(word, frame.getLong(offset + Long.BYTES)))
        {
            sent(word, frame.getLong(offset + Long.BYTES));
        }
    }

    private void sent(final long word, final long operand)
    {
        final int vm = GuestIpis.vm(topology, places, word, operand);
        if (vm >= 0)
        {
            final long sent = GuestIpis.event(topology, vm, word, operand);
            ipis++;
            if (sent != 0)
            {
                final int device = Commands.msiDeviceId(sent);
                event(topology.deal().itsOf(device), device, Commands.msiEventId(sent), 0);
            }
        }
    }

    /** Returns how many events vCPUs, or the host in their place, have sent to one another. */
    long ipis()
    {
        return ipis;
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
     * @param timeNs time of the last frame since the first phase began, ns
     */
    ResumePosition position(final long timeNs)
    {
        return position(timeNs, offered);
    }

    /**
     * Returns the position at which the streams of a storm continue whose journal was purged: behind their last events
     * that are retained. A ledger has the number of events of a VM; of a VM with several groups of devices those that
     * are retained count.
     *
     * @param timeNs time of the last frame since the first phase began, ns
     */
    ResumePosition purgedPosition(final long timeNs, final Machine machine)
    {
        final long[] all = offered.clone();
        for (int stream = 0; stream < all.length; stream++)
        {
            final Ledger ledger = ledger(machine, numbers.vm(stream));
            if (ledger != null && topology.groups().get(numbers.vmGroup(numbers.kind(stream))).devices().size() == 1)
            {
                all[stream] = offered(machine, numbers.vm(stream), ledger);
            }
        }

        return position(timeNs, all).behind(last);
    }

    /** Returns the events that the devices of a VM have sent, those that their vectors kept included. */
    private long offered(final Machine machine, final int vm, final Ledger ledger)
    {
        long kept = 0;
        final int first = topology.firstDevice(vm);
        final boolean hasVectors = topology.deal().isByTriggers();
        for (int device = first; hasVectors && device < first + topology.devices(vm); device++)
        {
            kept += machine.functions().of(device).kept();
        }

        return hasVectors ? ledger.account(false).offered() + kept : ledger.offered();
    }

    private ResumePosition position(final long timeNs, final long[] ofStreams)
    {
        // The last TIME of a frame may be an attached producer's, by which the generator's last event is far away.
        final long intendedNs = Math.min(eventNs, timeNs + Commands.TIME_MASK);

        return new ResumePosition(Math.max(timeNs, intendedNs), intendedNs, ofStreams);
    }

    /**
     * Returns the events that VMs were offered and that no device of theirs sent. Each VM is counted for itself, so
     * that events of another shape show even where the sums agree. SPIs are those of lines, which send no message.
     */
    long foreign(final Machine machine)
    {
        final long[] own = new long[topology.vms()];
        final SharedLines lines = new SharedLines(topology, false);
        for (int stream = 0; stream < offered.length; stream++)
        {
            own[numbers.vm(stream)] += offered[stream];
        }
        long foreign = 0;
        for (int vm = 0; vm < own.length; vm++)
        {
            final Ledger ledger = ledger(machine, vm);
            foreign += ledger == null ? 0 : Math.max(0, ledger.account(false).offered() - own[vm]) +
                (lines.count(vm) == 0 && !topology.deal().isByTriggers() ? ledger.account(true).offered() : 0);
        }

        return foreign;
    }

    private static Ledger ledger(final Machine machine, final int vm)
    {
        return machine.accounts().ledger(machine.accounts().followedOwner(vm));
    }
}
