package org.gale.tests.simulator;

/** Promise that a simulation found broken. */
final class SimulationFailure extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    SimulationFailure(final String message)
    {
        super(message);
    }

    SimulationFailure(final String message, final Throwable cause)
    {
        super(message, cause);
    }

    /**
     * Checks a promise.
     *
     * @throws SimulationFailure if it is broken
     */
    static void check(final boolean isRight, final String promise, final String finding)
    {
        if (!isRight)
        {
            throw new SimulationFailure(promise + " broken: " + finding);
        }
    }
}
