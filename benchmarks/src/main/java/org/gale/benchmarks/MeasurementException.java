package org.gale.benchmarks;

/** Failure to measure a row; the message gives the reason in one line. */
final class MeasurementException extends Exception
{
    private static final long serialVersionUID = 1L;

    MeasurementException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
