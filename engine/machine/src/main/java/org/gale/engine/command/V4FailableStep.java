package org.gale.engine.command;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Steps of a transition that {@code v4 fail} can make fail: those for which the protocol says how a failure ends
 * (V4-P-E2, V4-P-E7, V4-P-D11). Numbers are appended and never reused.
 */
public enum V4FailableStep
{
    /** An allocation of ENABLE. */
    E2(1),
    /** The swap of an event to direct. */
    E5(2),
    /** The swap of an event to software-forwarded, in a DISABLE. */
    D5(3);

    /** Names of the steps, for a message. */
    public static final String NAMES =
        Arrays.stream(values()).map(V4FailableStep::name).collect(Collectors.joining(", "));

    private static final V4FailableStep[] STEPS = values();

    private final int number;

    V4FailableStep(final int number)
    {
        this.number = number;
    }

    /**
     * Returns the number that a HOST command carries; 0 is no step.
     */
    public int number()
    {
        return number;
    }

    /**
     * Finds a step.
     *
     * @param number of a HOST command
     * @return the step, or null if there is none of that number
     */
    public static V4FailableStep byNumber(final long number)
    {
        return number >= 1 && number <= STEPS.length ? STEPS[(int)number - 1] : null;
    }
}
