package org.gale.engine.trace;

/**
 * Vector of a trace.
 *
 * @param name of its handler
 * @param kind of its source
 */
public record TraceVector(String name, Kind kind)
{
    /** Kind of source; the file holds the ordinal. */
    public enum Kind
    {
        MSI("msi"),
        TIMER("timer"),
        IPI("ipi"),
        OTHER("other");

        private final String text;

        Kind(final String text)
        {
            this.text = text;
        }

        /** Returns the name in reports. */
        public String text()
        {
            return text;
        }
    }
}
