package org.gale.engine.storm.flow;

import java.util.SplittableRandom;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.Topology;

/**
 * Order in which the generator offers the MSIs of a storm, again and again: a permutation of all events, drawn from the
 * seed alone, or the next event of each device in turn. Those of a share are a sequence of their own. Immutable.
 */
public final class EventSequence implements EventSource
{
    private final long[] words;

    /** Draws the sequence. */
    public EventSequence(final StormConfig config, final Topology topology)
    {
        words = new long[topology.ownLpis()];
        if (config.value(StormSettings.PATTERN) == StormPattern.ROUND_ROBIN)
        {
            fillByEvent(topology);
        }
        else
        {
            fillByDevice(topology);
            shuffle(config.value(StormSettings.SEED));
        }
    }

    private void fillByEvent(final Topology topology)
    {
        int count = 0;
        final int maxEvents = topology.maxEvents();
        for (int event = 0; event < maxEvents; event++)
        {
            for (int device = 0; device < topology.totalDevices(); device++)
            {
                if (event < topology.events(device) && topology.isOwn(topology.vmOfDevice(device)))
                {
                    words[count++] = Commands.msi(device, event, 0);
                }
            }
        }
        assert count == words.length : count;
    }

    private void fillByDevice(final Topology topology)
    {
        int count = 0;
        for (int device = 0; device < topology.totalDevices(); device++)
        {
            final int events = topology.isOwn(topology.vmOfDevice(device)) ? topology.events(device) : 0;
            for (int event = 0; event < events; event++)
            {
                words[count++] = Commands.msi(device, event, 0);
            }
        }
        assert count == words.length : count;
    }

    private void shuffle(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L);
        for (int i = words.length - 1; i > 0; i--)
        {
            final int other = (int)Long.remainderUnsigned(random.nextLong(), i + 1L);
            final long word = words[i];
            words[i] = words[other];
            words[other] = word;
        }
    }

    @Override
    public int length()
    {
        return words.length;
    }

    @Override
    public long word(final int index)
    {
        return words[index];
    }
}
