package org.gale.engine.storm.profile;

/**
 * Random draws for actions that are numbered: a function of the seed and the action's number, whatever was drawn
 * before. On the engine's thread.
 */
final class NumberedDraws
{
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private final long seed;
    private long state;

    /** @param seed of the storm, and of the kind of actions */
    NumberedDraws(final long seed)
    {
        this.seed = mixed(seed);
    }

    /** Begins the draws for an action. */
    void begin(final long number)
    {
        state = mixed(seed + number * GAMMA);
    }

    /** Returns the next draw, from 0 on and below a bound. */
    int next(final int bound)
    {
        state += GAMMA;

        return (int)Long.remainderUnsigned(mixed(state), bound);
    }

    /** Returns the mix of a number, as {@link java.util.SplittableRandom} mixes. */
    private static long mixed(final long number)
    {
        final long first = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        final long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;

        return second ^ (second >>> 31);
    }
}
