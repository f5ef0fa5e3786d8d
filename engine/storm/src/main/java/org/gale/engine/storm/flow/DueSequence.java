package org.gale.engine.storm.flow;

import java.util.SplittableRandom;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.Topology;

/** Due events of a storm that has one sequence for the whole host: one rate, or one window. */
final class DueSequence implements DueEvents
{
    private static final long DRAWS = 0x64756573L;

    private final EventSource events;
    private final Topology topology;
    private final Laws laws;
    private final EventsInFlight inFlight;
    private final boolean isClosed;
    private final int window;
    private final double meanNs;
    private final SplittableRandom random;                          // null where events are evenly spaced
    private int index;
    private long turns;
    private double arrivalNs;

    DueSequence(final StormConfig config, final TrafficSource source)
    {
        this.events = source.events();
        this.topology = source.topology();
        this.inFlight = new EventsInFlight(topology);
        this.isClosed = config.isClosedLoop();
        this.laws = new Laws(topology, true);
        if (isClosed)
        {
            laws.tellsOfClosed(true);
        }
        this.window = config.windowOrDefault();
        this.meanNs = isClosed ? 0 : config.shape().together().meanNs(1);
        this.random = config.isPoisson() ? new SplittableRandom(config.value(StormSettings.SEED) ^ DRAWS) : null;
        this.arrivalNs = random == null ? 0 : stepNs();
    }

    @Override
    public void begin(final int phase, final long boundaryNs)
    {
        assert phase == 0 : "a sequence of the whole host has no phases";
    }

    @Override
    public long nextNs(final long nowNs)
    {
        if (!isClosed)
        {
            return Math.max(nowNs, (long)arrivalNs);
        }

        return inFlight.count() < window && !inFlight.holds(events.word(index)) ? nowNs : NEVER;
    }

    @Override
    public long take(final long nowNs)
    {
        final long word = events.word(index);
        laws.offered(word, nowNs);
        index++;
        if (index == events.length())
        {
            index = 0;
            turns++;
        }
        if (isClosed)
        {
            inFlight.add(word);
        }
        else
        {
            laws.paced((long)arrivalNs, 1, 0);
            arrivalNs += stepNs();
        }

        return word;
    }

    @Override
    public Laws laws()
    {
        return laws;
    }

    @Override
    public DueModels models()
    {
        return null;
    }

    private double stepNs()
    {
        return random == null ? meanNs : meanNs * StreamDraws.exponential(random);
    }

    @Override
    public long sent(final int group)
    {
        return SequenceCounts.between(events, topology, group, 0, turns * events.length() + index);
    }

    @Override
    public void handled(final int deviceId, final int eventId, final long nowNs)
    {
        if (isClosed)
        {
            laws.toldEndedOfClosed(deviceId);
            inFlight.remove(Commands.msi(deviceId, eventId, 0));
        }
    }

    @Override
    public String waiting()
    {
        return inFlight.count() > 0 ? "the closed loop of the storm" : "";
    }
}
