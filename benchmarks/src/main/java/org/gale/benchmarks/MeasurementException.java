package org.gale.benchmarks;

/** A row could not be measured; the message says why in a line. */
final class MeasurementException extends Exception
{
    private static final long serialVersionUID = 1L;

    MeasurementException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
