package org.gale.engine.trace;

/**
 * Vector of a trace.
 *
 * @param name of its handler
 * @param kind of its source
 */
public record TraceVector(String name, VectorKind kind)
{
    /** Kind of source. Codes count from 0, in the order of this list. */
    public enum VectorKind
    {
        MSI(0, "msi"),
        TIMER(1, "timer"),
        IPI(2, "ipi"),
        OTHER(3, "other");

        private final int code;
        private final String text;

        VectorKind(final int code, final String text)
        {
            this.code = code;
            this.text = text;
        }

        /** Returns the number that stands for the kind in a file. */
        public int code()
        {
            return code;
        }

        /** Returns the name in reports. */
        public String text()
        {
            return text;
        }
    }
}
