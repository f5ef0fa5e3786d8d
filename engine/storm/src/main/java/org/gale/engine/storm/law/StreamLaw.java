package org.gale.engine.storm.law;

import java.util.Arrays;
import org.gale.engine.command.Commands;
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
    private static final int NO_STREAM = -1;

    private final int[] firsts;                                     // by device: bit of its first event, or NO_STREAM
    private final int[] streams;                                    // by device, or NO_STREAM
    private final int[] lengths;                                    // by stream
    private final int[] left;                                       // by stream: of the round in hand
    private final long[] rounds;                                    // by stream
    private final long[] bits;
    private final long[] one = new long[1];
    private long all;                                               // events that were offered

    /**
     * Makes the law of a storm.
     *
     * @param isOne whether all events are one stream
     */
    StreamLaw(final Topology topology, final boolean isOne)
    {
        firsts = new int[topology.totalDevices()];
        streams = new int[firsts.length];
        Arrays.fill(firsts, NO_STREAM);
        Arrays.fill(streams, NO_STREAM);
        final int[] events = new int[firsts.length + 1];
        int bit = 0;
        int count = 0;
        for (int device = 0; device < firsts.length; device++)
        {
            if (!topology.isOwn(topology.vmOfDevice(device)) || isModelled(topology, device))
            {
                continue;
            }
            final boolean isOfLast = device > 0 && streams[device - 1] != NO_STREAM &&
                (isOne || isOfOne(topology, device - 1, device));
            streams[device] = isOfLast ? streams[device - 1] : isOne && count > 0 ? 0 : count++;
            firsts[device] = bit;
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
    boolean isInTurn(final long word)
    {
        one[0] = word;

        return nextOutOfTurn(one, 0, 1) == 1;
    }

    /**
     * Notes that events were offered, up to the first one that comes again before all others of its stream have come.
     *
     * @param words MSI words of the events
     * @param from  index of the first of them
     * @param end   index after the last one
     * @return the index of the event out of turn, the last that was noted; {@code end} if there is none
     */
    int nextOutOfTurn(final long[] words, final int from, final int end)
    {
        return lengths.length == 1 ? nextOfOne(words, from, end) : nextOfMany(words, from, end);
    }

    /** Does so where there is one stream, whose round stays in registers. */
    private int nextOfOne(final long[] words, final int from, final int end)
    {
        final int[] firstBits = firsts;
        final long[] places = bits;
        long round = rounds[0];
        int toCome = left[0];
        int count = 0;
        boolean isInTurn = true;
        int i = from;
        while (isInTurn && i < end)
        {
            final int first = firstBits[Commands.msiDeviceId(words[i])];
            if (first != NO_STREAM)
            {
                final int bit = first + Commands.msiEventId(words[i]);
                final long place = places[bit >>> 6];
                isInTurn = ((place >>> bit ^ round) & 1) == 0;
                places[bit >>> 6] = place ^ 1L << bit;
                count++;
                toCome--;
                if (toCome == 0)
                {
                    toCome = lengths[0];
                    round++;
                }
            }
            i += isInTurn ? 1 : 0;
        }
        left[0] = toCome;
        rounds[0] = round;
        all += count;

        return i;
    }

    private int nextOfMany(final long[] words, final int from, final int end)
    {
        boolean isInTurn = true;
        int i = from;
        while (isInTurn && i < end)
        {
            final int device = Commands.msiDeviceId(words[i]);
            final int stream = streams[device];
            if (stream != NO_STREAM)
            {
                final int bit = firsts[device] + Commands.msiEventId(words[i]);
                final long place = bits[bit >>> 6];
                isInTurn = ((place >>> bit ^ rounds[stream]) & 1) == 0;
                bits[bit >>> 6] = place ^ 1L << bit;
                all++;
                left[stream]--;
                if (left[stream] == 0)
                {
                    left[stream] = lengths[stream];
                    rounds[stream]++;
                }
            }
            i += isInTurn ? 1 : 0;
        }

        return i;
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
        return all;
    }

    /** Returns the events that a stream has offered. */
    long offered(final int stream)
    {
        return rounds[stream] * lengths[stream] + lengths[stream] - left[stream];
    }
}
