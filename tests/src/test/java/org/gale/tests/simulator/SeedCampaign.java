package org.gale.tests.simulator;

import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Simulations of seeds in order, from {@code gale.simulator.seed} on, for so many seconds: as long as a build can
 * spare, or for {@code gale.simulator.seconds}.
 */
final class SeedCampaign
{
    private static final String SECONDS_PROP_NAME = "gale.simulator.seconds";
    private static final String SEED_PROP_NAME = "gale.simulator.seed";
    private static final long SEED_DEFAULT = 1;

    private SeedCampaign()
    {
    }

    /**
     * Runs simulations one after another, at least one, and prints what they survived.
     *
     * @param name           of the runs, in the plural
     * @param secondsDefault time where the property does not say it
     * @param simulation     of a seed
     */
    static void run(final String name, final long secondsDefault, final LongFunction<Simulation.Outcome> simulation)
    {
        final long limitNs = TimeUnit.SECONDS.toNanos(Long.getLong(SECONDS_PROP_NAME, secondsDefault));
        final long startNs = System.nanoTime();
        long seed = Long.getLong(SEED_PROP_NAME, SEED_DEFAULT);
        long commands = 0;
        long faults = 0;
        long damages = 0;
        long runs = 0;
        while (runs == 0 || System.nanoTime() - startNs < limitNs)
        {
            final Simulation.Outcome outcome = simulation.apply(seed++);
            commands += outcome.commands();
            faults += outcome.faults();
            damages += outcome.damages();
            runs++;
        }

        System.out.printf(
            "simulator: %,d %s, %,d commands, %,d faults survived, %,d damages found in %d s, seeds up to %d%n",
            runs, name, commands, faults, damages,
            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs), seed - 1);
        assertTrue(commands > 0);
    }
}
