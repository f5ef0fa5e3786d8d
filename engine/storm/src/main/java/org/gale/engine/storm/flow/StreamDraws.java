package org.gale.engine.storm.flow;

import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.memory.Mix;

/**
 * Random numbers of streams. They follow from the seed, the group of VMs, the VM within it and the group of devices
 * alone, so that another group changes nothing. Only {@link SplittableRandom#nextLong} is drawn from, which is the same
 * in every JDK. Immutable.
 */
final class StreamDraws
{
    private static final double UNIT = 0x1p-53;
    private static final int FRACTION_SHIFT = 11;

    private final long seed;
    private final Topology topology;
    private final StreamNumbers numbers;

    StreamDraws(final StormConfig config, final Topology topology, final StreamNumbers numbers)
    {
        this.seed = config.value(StormSettings.SEED);
        this.topology = topology;
        this.numbers = numbers;
    }

    /** Returns the random numbers of the order of a stream's events. */
    SplittableRandom order(final int stream)
    {
        return random(stream, 0);
    }

    /**
     * Returns the random numbers of the times of a stream's events.
     *
     * @param offered events of an earlier part of the storm
     */
    SplittableRandom times(final int stream, final long offered)
    {
        return random(stream, 1 + offered);
    }

    /**
     * Returns the random numbers of the model of a device.
     *
     * @param device of the stream, from 0
     */
    SplittableRandom model(final int stream, final int device)
    {
        return random(stream, -1L - device);
    }

    private SplittableRandom random(final int stream, final long use)
    {
        final int kind = numbers.kind(stream);
        final int group = numbers.vmGroup(kind);
        final long ofGroup = Mix.of(Mix.of(seed, group), numbers.vm(stream) - topology.firstVm(group));

        return new SplittableRandom(Mix.of(Mix.of(ofGroup, numbers.deviceGroup(kind)), use));
    }

    /** Returns the next number of an exponential distribution whose mean is 1. */
    static double exponential(final SplittableRandom random)
    {
        return -StrictMath.log(((random.nextLong() >>> FRACTION_SHIFT) + 0.5) * UNIT);
    }
}
