package org.gale.engine.storm.run;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.scenario.Warmup;

/**
 * Watch over a warm-up, which decides when it is over. By itself it is over when, through three windows, the compilers
 * took less than a hundredth of the time and the rate stayed within a twentieth. Owned by the engine's thread.
 * <pre>
 *   delivered   1.1 M/s | 3.9 M/s | 6.2 M/s | 6.3 M/s | 6.2 M/s |   three windows within 5 %
 *   compilers     31 %  |   22 %  |   0 %   |   0 %   |   1 %   |   less than 1 % of the three
 *               ^ begin                                         ^ over
 * </pre>
 */
final class WarmupWatch
{
    /** Length of a window. */
    static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** Longest warm-up that ends by itself. */
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(5);

    private static final int WINDOWS = 3;
    private static final long PART = 5;
    private static final double COMPILER_SHARE = 0.01;
    private static final double RATE_SPREAD = 0.05;

    private final Warmup asked;
    private final boolean isRateSteady;
    private final LongSupplier compilerNs;
    private final long partNs;
    private final long partCount;
    private final double[] rates = new double[WINDOWS];
    private final long[] compiled = new long[WINDOWS];
    private int windows;
    private long beginNs;
    private long windowNs;
    private long windowDelivered;
    private long windowCompiledNs;
    private Warmup.Ending ending = Warmup.Ending.UNFINISHED;

    /**
     * Creates the watch.
     *
     * @param hasGenerator true to wait for a steady rate; producers from outside may have any
     * @param durationNs   limit of the storm
     * @param count        limit of the storm's interrupts
     * @param compilerNs   time that compilers have spent, or {@link HostMeter#MISSING}
     */
    WarmupWatch(
        final Warmup asked,
        final boolean hasGenerator,
        final long durationNs,
        final long count,
        final LongSupplier compilerNs)
    {
        this.asked = asked;
        this.isRateSteady = !hasGenerator;
        this.partNs = durationNs / PART;
        this.partCount = Math.max(1, count / PART);
        this.compilerNs = compilerNs;
    }

    /** Begins the warm-up, at the first offer. */
    void begin(final long nowNs, final long delivered)
    {
        beginNs = nowNs;
        next(nowNs, delivered, compilerNs.getAsLong());
    }

    /**
     * Returns whether the warm-up is over.
     *
     * @param delivered interrupts since the storm began
     */
    boolean isOver(final long nowNs, final long delivered)
    {
        ending = ending(nowNs, delivered);

        return ending != Warmup.Ending.UNFINISHED;
    }

    /** Returns the time before which the warm-up is not over, unless {@link #countLimit} is reached. */
    long nextNs()
    {
        return asked.isAuto() ?
            Math.min(windowNs - beginNs + WINDOW_NS, Math.min(partNs, LONGEST_NS)) + beginNs : beginNs + asked.ns();
    }

    /** Returns the number of interrupts at which the warm-up is over. */
    long countLimit()
    {
        return asked.isAuto() ? partCount : Long.MAX_VALUE;
    }

    /** Returns the reason of the end, {@code UNFINISHED} before. */
    Warmup.Ending ending()
    {
        return ending;
    }

    private Warmup.Ending ending(final long nowNs, final long delivered)
    {
        final long lengthNs = nowNs - beginNs;
        if (!asked.isAuto())
        {
            return asked.ns() == 0 ? Warmup.Ending.NONE :
                lengthNs >= asked.ns() ? Warmup.Ending.ASKED : Warmup.Ending.UNFINISHED;
        }
        if (nowNs - windowNs >= WINDOW_NS && isSteady(nowNs, delivered))
        {
            return Warmup.Ending.SETTLED;
        }
        if (lengthNs >= partNs || delivered >= partCount)
        {
            return Warmup.Ending.SHORT;
        }

        return lengthNs >= LONGEST_NS ? Warmup.Ending.UNSETTLED : Warmup.Ending.UNFINISHED;
    }

    private boolean isSteady(final long nowNs, final long delivered)
    {
        final long compiledNs = compilerNs.getAsLong();
        rates[windows % WINDOWS] = (double)(delivered - windowDelivered) / (nowNs - windowNs);
        compiled[windows % WINDOWS] =
            compiledNs == HostMeter.MISSING ? 0 : compiledNs - windowCompiledNs;
        windows++;
        next(nowNs, delivered, compiledNs);
        if (windows < WINDOWS)
        {
            return false;
        }
        double least = rates[0];
        double most = rates[0];
        long sumNs = 0;
        for (int i = 0; i < WINDOWS; i++)
        {
            least = Math.min(least, rates[i]);
            most = Math.max(most, rates[i]);
            sumNs += compiled[i];
        }

        return sumNs < COMPILER_SHARE * WINDOWS * WINDOW_NS &&
            (isRateSteady || (most > 0 && most - least <= RATE_SPREAD * most));
    }

    private void next(final long nowNs, final long delivered, final long compiledNs)
    {
        windowNs = nowNs;
        windowDelivered = delivered;
        windowCompiledNs = compiledNs;
    }
}
