package org.gale.engine.storm.model;

/**
 * Search for a profile in the steps of Linux' {@code lib/dim/net_dim.c}, state for state, for comparison with
 * {@link DynamicModeration}. It takes measurements of 64 interrupts; a new profile begins a new one.
 */
final class LinuxNetDim
{
    private static final int PROFILES = 5;
    private static final int EVENTS = 64;
    private static final long BYTES = 1500;

    private State state = State.PARKING_ON_TOP;
    private int profile = 1;
    private int stepsRight;
    private int stepsLeft;
    private int tired;
    private long[] previous = new long[3];                          // bytes, packets and interrupts a millisecond

    private enum State
    {
        PARKING_ON_TOP, PARKING_TIRED, GOING_RIGHT, GOING_LEFT
    }

    private enum Step
    {
        STEPPED, TOO_TIRED, ON_EDGE
    }

    /** Takes a measurement; returns the profile behind it. */
    int decide(final long us, final long packets)
    {
        final long[] current = { up(BYTES * packets, us), up(packets, us), up(EVENTS, us) };
        final State before = state;
        if (state == State.PARKING_ON_TOP)
        {
            if (compare(current) != 0)
            {
                exitParking();
            }
        }
        else if (state == State.PARKING_TIRED)
        {
            tired--;
            if (tired == 0)
            {
                exitParking();
            }
        }
        else
        {
            search(current);
        }
        if (before != State.PARKING_ON_TOP || state != State.PARKING_ON_TOP)
        {
            previous = current;
        }

        return profile;
    }

    private void search(final long[] current)
    {
        if (compare(current) <= 0)
        {
            turn();
        }
        final boolean isOnTop = state == State.GOING_RIGHT ? stepsLeft > 1 && stepsRight == 1 :
            stepsRight > 1 && stepsLeft == 1;
        final Step step = isOnTop ? Step.ON_EDGE : step();
        if (step != Step.STEPPED)
        {
            stepsRight = 0;
            stepsLeft = 0;
            tired = step == Step.ON_EDGE ? 0 : tired;
            state = step == Step.ON_EDGE ? State.PARKING_ON_TOP : State.PARKING_TIRED;
        }
    }

    private void exitParking()
    {
        state = profile == 0 ? State.GOING_RIGHT : State.GOING_LEFT;
        step();
    }

    private void turn()
    {
        if (state == State.GOING_RIGHT)
        {
            state = State.GOING_LEFT;
            stepsLeft = 0;
        }
        else
        {
            state = State.GOING_RIGHT;
            stepsRight = 0;
        }
    }

    private Step step()
    {
        if (tired == 2 * PROFILES)
        {
            return Step.TOO_TIRED;
        }
        if (state == State.GOING_RIGHT)
        {
            if (profile == PROFILES - 1)
            {
                return Step.ON_EDGE;
            }
            profile++;
            stepsRight++;
        }
        else
        {
            if (profile == 0)
            {
                return Step.ON_EDGE;
            }
            profile--;
            stepsLeft++;
        }
        tired++;

        return Step.STEPPED;
    }

    /** Returns 1 if a measurement is better than the one before, -1 if it is worse, else 0. */
    private int compare(final long[] current)
    {
        if (previous[0] == 0)
        {
            return current[0] == 0 ? 0 : 1;
        }
        for (int i = 0; i < current.length; i++)
        {
            if (previous[i] == 0)
            {
                return i == 2 || current[i] == 0 ? 0 : 1;
            }
            if (100 * Math.abs(current[i] - previous[i]) / previous[i] > 10)
            {
                return current[i] > previous[i] == i < 2 ? 1 : -1;
            }
        }

        return 0;
    }

    private static long up(final long count, final long us)
    {
        return (count * 1_000 + us - 1) / us;
    }
}
