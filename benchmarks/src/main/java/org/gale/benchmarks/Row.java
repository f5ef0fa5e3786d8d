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

    /**
     * Measures the value.
     *
     * @throws MeasurementException if a fork failed, lost an interrupt or cannot run here
     */
    Measurement measure(Effort effort) throws MeasurementException;
}
