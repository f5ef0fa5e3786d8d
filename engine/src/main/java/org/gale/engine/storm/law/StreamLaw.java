package org.gale.engine.storm.law;

import java.util.Arrays;
import org.gale.engine.storm.topology.Topology;

/**
 * Law of streams without models: an event comes again only when all others of its stream have come, so that each is
 * offered equally often but for one. A bit for each event says in which of two rounds it came last. Owned by the thread
 * that offers the events.
 * <pre>
 *   offers   c a d b | c a d b | c a          a round has each event once
 *   bits     flip to 1 | to 0  | to 1         an event whose bit is flipped already comes too often
 * </pre>
 */
final class StreamLaw
{

    /** No stream. */
    static final int NO_STREAM = -1;

    private final int[] firsts;                                     // bit of the first event of each device
    private final int[] streams;                                    // by device, or NO_STREAM
    private final int[] lengths;                                    // by stream
    private final int[] left;                                       // by stream: of the round in hand
    private final long[] rounds;                                    // by stream
    private final long[] bits;
    private long offered;

    /**
     * Makes the law of a storm.
     *
     * @param isOne whether all events are one stream
     */
    StreamLaw(final Topology topology, final boolean isOne)
    {
        firsts = new int[topology.totalDevices()];
        streams = new int[firsts.length];
        Arrays.fill(streams, NO_STREAM);
        final int[] events = new int[firsts.length + 1];
        int bit = 0;
        int count = 0;
        for (int device = 0; device < firsts.length; device++)
        {
            firsts[device] = bit;
            if (!topology.isOwn(topology.vmOfDevice(device)) || isModelled(topology, device))
            {
                continue;
            }
            final boolean isOfLast = device > 0 && streams[device - 1] != NO_STREAM &&
                (isOne || isOfOne(topology, device - 1, device));
            streams[device] = isOfLast ? streams[device - 1] : isOne && count > 0 ? 0 : count++;
            events[streams[device]] += topology.events(device);
            bit += topology.events(device);
        }
        lengths = Arrays.copyOf(events, count);
        left = lengths.clone();
        rounds = new long[count];
        bits = new long[(bit + Long.SIZE - 1) / Long.SIZE];
    }

    private static boolean isModelled(final Topology topology, final int device)
    {
        return topology.groups().get(topology.groupOfVm(topology.vmOfDevice(device))).devices()
            .get(topology.deviceGroupOf(device)).stream().model() != null;
    }

    private static boolean isOfOne(final Topology topology, final int device, final int other)
    {
        return topology.vmOfDevice(device) == topology.vmOfDevice(other) &&
            topology.deviceGroupOf(device) == topology.deviceGroupOf(other);
    }

    /**
     * Notes that an event was offered.
     *
     * @return whether all others of its stream have come since it came last
     */
    boolean isInTurn(final int device, final int event)
    {
        final int stream = streams[device];
        if (stream == NO_STREAM)
        {
            return true;
        }
        final int bit = firsts[device] + event;
        final long word = bits[bit >>> 6];
        final boolean isInTurn = (word >>> bit & 1) == (rounds[stream] & 1);
        bits[bit >>> 6] = word ^ 1L << bit;
        offered++;
        left[stream]--;
        if (left[stream] == 0)
        {
            left[stream] = lengths[stream];
            rounds[stream]++;
        }

        return isInTurn;
    }

    /** Returns the stream of a device; {@link #NO_STREAM} for a device with a model. */
    int stream(final int device)
    {
        return streams[device];
    }

    /** Returns the number of streams. */
    int count()
    {
        return lengths.length;
    }

    /** Returns a device of a stream. */
    int device(final int stream)
    {
        int device = 0;
        while (streams[device] != stream)
        {
            device++;
        }

        return device;
    }

    /** Returns the rounds of all events that the stream of a device has offered. */
    long rounds(final int device)
    {
        return rounds[streams[device]];
    }

    /** Returns the events that were offered. */
    long offered()
    {
        return offered;
    }
}
