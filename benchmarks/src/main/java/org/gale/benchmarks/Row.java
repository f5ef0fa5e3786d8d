package org.gale.benchmarks;

/** Target and the way to measure it. */
interface Row
{
    /** Returns the name of the row on the command line. */
    String name();

    /** Returns a short description of the measured value. */
    String what();

    /** Returns the target of the value. */
    Target target();

    /** Returns the command that measures the same by hand. */
    String command(Effort effort);

    /** Returns whether the rounds are printed below the value: a rate of storms says nothing without refusals. */
    default boolean showsRounds()
    {
        return false;
    }

    /**
     * Measures the value.
     *
     * @throws MeasurementException if a fork failed, lost an interrupt or cannot run here
     */
    BenchmarkMeasurement measure(Effort effort) throws MeasurementException;
}
