package org.gale.engine.storm.flow;

import java.util.SplittableRandom;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.Topology;

/**
 * Events of the streams of a storm. Each stream repeats a permutation of the events of its devices, so that an event
 * comes again after all others. The permutation follows from the seed and the place of the stream in its group of VMs
 * alone, whatever other groups there are. Owned by the generator's thread.
 */
final class StreamEvents
{
    private final long[] words;
    private final int[] starts;                                     // of each stream's words, and the end of the last
    private final int[] cursors;                                    // the next word of each stream
    private final long[] sent;                                      // by stream, in this run

    /** Draws the events of all streams. */
    StreamEvents(
        final StormConfig config, final Topology topology, final StreamNumbers numbers, final StreamDraws draws)
    {
        final boolean isRoundRobin = config.value(StormSettings.PATTERN) == StormPattern.ROUND_ROBIN;
        words = new long[topology.ownLpis()];
        starts = new int[numbers.count() + 1];
        cursors = new int[numbers.count()];
        sent = new long[numbers.count()];
        int at = 0;
        for (int stream = 0; stream < cursors.length; stream++)
        {
            starts[stream] = at;
            cursors[stream] = at;
            at = fill(at, topology, numbers, stream);
            if (!isRoundRobin)
            {
                shuffle(starts[stream], at, draws.order(stream));
            }
        }
        starts[cursors.length] = at;
        assert at == words.length : at;
    }

    /** Fills in the events of a stream: of each device the first, then of each the second. */
    private int fill(final int start, final Topology topology, final StreamNumbers numbers, final int stream)
    {
        final int kind = numbers.kind(stream);
        final int vm = numbers.vm(stream);
        final int first = topology.firstDeviceOf(vm, numbers.deviceGroup(kind));
        final int devices = numbers.devices(kind).count();
        int at = start;
        for (int event = 0; event < topology.events(first); event++)
        {
            for (int device = first; device < first + devices; device++)
            {
                words[at++] = Commands.msi(device, event, 0);
            }
        }

        return at;
    }

    private void shuffle(final int start, final int end, final SplittableRandom random)
    {
        for (int i = end - 1; i > start; i--)
        {
            final int other = start + (int)Long.remainderUnsigned(random.nextLong(), i + 1L - start);
            final long word = words[i];
            words[i] = words[other];
            words[other] = word;
        }
    }

    /** Returns the number of events of a stream. */
    int length(final int stream)
    {
        return starts[stream + 1] - starts[stream];
    }

    /** Lets a stream continue behind a number of events. */
    void skip(final int stream, final long offered)
    {
        cursors[stream] = starts[stream] + (int)(offered % length(stream));
    }

    /**
     * Lets a stream continue behind one of its events.
     *
     * @param word MSI command word whose time is 0
     */
    void skipBehind(final int stream, final long word)
    {
        cursors[stream] = starts[stream];
        while (words[cursors[stream]] != word && cursors[stream] < starts[stream + 1] - 1)
        {
            cursors[stream]++;
        }
        advance(stream);
    }

    /** Returns the events that the streams of a group of VMs have sent in this run. */
    long sent(final int group, final StreamNumbers numbers)
    {
        long sum = 0;
        for (int stream = 0; stream < sent.length; stream++)
        {
            sum += numbers.vmGroup(numbers.kind(stream)) == group ? sent[stream] : 0;
        }

        return sum;
    }

    /**
     * Returns the command of the next event of a stream.
     *
     * @return an MSI command word whose time is 0
     */
    long word(final int stream)
    {
        return words[cursors[stream]];
    }

    /** Notes that the next event of a stream was offered. */
    void taken(final int stream)
    {
        sent[stream]++;
        advance(stream);
    }

    private void advance(final int stream)
    {
        final int next = cursors[stream] + 1;
        cursors[stream] = next == starts[stream + 1] ? starts[stream] : next;
    }
}
