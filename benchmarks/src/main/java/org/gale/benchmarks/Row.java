package org.gale.benchmarks;

/** A target and how it is measured. */
interface Row
{
    /** What the row is called on the command line. */
    String name();

    /** What is measured, in a few words. */
    String what();

    /** What it must keep. */
    Target target();

    /** The command that measures the same by hand. */
    String command(Effort effort);

    /**
     * Measures.
     *
     * @throws MeasurementException if a fork failed, lost an interrupt or cannot run here
     */
    Measurement measure(Effort effort) throws MeasurementException;
}
