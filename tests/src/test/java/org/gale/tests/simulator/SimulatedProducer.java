package org.gale.tests.simulator;

import java.util.List;
import java.util.SplittableRandom;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.LaneProducer;

/**
 * Producer of one VM's events in a closed loop: an event is offered again only after its last instance was delivered.
 * The first producer sets the machine up before. Owned by the scheduler.
 */
final class SimulatedProducer implements Agent
{
    private static final int BATCH_LIMIT = 24;

    private final LaneProducer lane;
    private final NanoClock clock;
    private final SplittableRandom random;
    private final List<long[]> setup;
    private final long[] events;
    private final long window;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[8 * Long.BYTES]);
    private int setupNext;
    private long sent;
    private long limit;
    private int batch;
    private long refused;

    /**
     * @param setup    commands to offer first, without those that the machine has
     * @param sent     events that the VM was offered before
     * @param limit    events to offer in all
     */
    SimulatedProducer(
        final StormConfig config,
        final int vmId,
        final LaneProducer lane,
        final NanoClock clock,
        final SplittableRandom random,
        final List<long[]> setup,
        final long sent,
        final long limit)
    {
        this.lane = lane;
        this.clock = clock;
        this.random = random;
        this.setup = setup;
        this.sent = sent;
        this.limit = limit;
        final int devices = config.value(StormSettings.DEVICES).intValue();
        final int eventsOfDevice = config.value(StormSettings.EVENTS).intValue();
        events = new long[config.value(StormSettings.LPIS).intValue()];
        for (int i = 0; i < events.length; i++)
        {
            events[i] = Commands.msi(vmId * devices + i / eventsOfDevice, i % eventsOfDevice, 0);
        }
        window = events.length / 2;
    }

    /** Returns whether the machine is set up, as far as this producer sees. */
    boolean isSetUp()
    {
        return setupNext == setup.size() && lane.completed() >= lane.position();
    }

    /** Returns whether all events are offered and delivered. */
    boolean isFinished()
    {
        return sent >= limit && batch == 0 && lane.completed() >= lane.position();
    }

    /** Offers nothing more. */
    void stop()
    {
        limit = Math.min(limit, sent + batch);
    }

    /** Returns how many offers were refused. */
    long refused()
    {
        return refused;
    }

    @Override
    public int doWork()
    {
        final int work = setupNext < setup.size() ? offerSetup() : offerEvents();
        lane.publish();

        return work;
    }

    @Override
    public String roleName()
    {
        return "producer";
    }

    private int offerSetup()
    {
        int work = 0;
        boolean isAccepted = true;
        while (isAccepted && setupNext < setup.size() && work < BATCH_LIMIT)
        {
            final long[] words = setup.get(setupNext);
            for (int i = 0; i < words.length; i++)
            {
                command.putLong(i << 3, words[i]);
            }
            isAccepted = offer(words.length);
            setupNext += isAccepted ? 1 : 0;
            work++;
        }

        return work;
    }

    private int offerEvents()
    {
        if (batch == 0 && !beginBatch())
        {
            return 0;
        }
        int work = 0;
        boolean isAccepted = true;
        while (isAccepted && batch > 0)
        {
            command.putLong(0, events[(int)(sent % events.length)]);
            isAccepted = offer(1);
            sent += isAccepted ? 1 : 0;
            batch -= isAccepted ? 1 : 0;
            work++;
        }

        return work;
    }

    private boolean beginBatch()
    {
        final int count = (int)Math.min(1 + random.nextInt((int)Math.min(BATCH_LIMIT, window)), limit - sent);
        final long inFlight = lane.position() - lane.completed();
        if (count == 0 || (inFlight > 0 && inFlight + count + CommandWord.TIME_WORDS > window))
        {
            return false;
        }
        Commands.time(command, 0, clock.nanoTime(), clock.nanoTime());
        if (!offer(CommandWord.TIME_WORDS))
        {
            return false;
        }
        batch = count;

        return true;
    }

    private boolean offer(final int words)
    {
        final boolean isAccepted = lane.offer(command, 0, words);
        refused += isAccepted ? 0 : 1;

        return isAccepted;
    }
}
