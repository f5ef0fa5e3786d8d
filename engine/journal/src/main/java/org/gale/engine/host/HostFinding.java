package org.gale.engine.host;

/**
 * Finding about a property of this host.
 *
 * @param subject property that was examined
 * @param level   meaning for a measurement
 * @param state   value of the property
 * @param effect  effect on a measurement, in a sentence; empty for none
 */
public record HostFinding(String subject, Level level, String state, String effect)
{
    /** Meaning of a finding for a measurement. */
    public enum Level
    {
        /** Nothing to say. */
        GOOD("ok"),
        /** The property is visible in a measurement, and the reader should know it. */
        NOTE("note"),
        /** The property spoils a measurement. */
        SPOILS("spoils"),
        /** A storm cannot run so. */
        LACKS("lacks");

        private final String label;

        Level(final String label)
        {
            this.label = label;
        }

        /** Returns the level in a word. */
        public String label()
        {
            return label;
        }
    }

    /** Makes a finding without an effect. */
    public static HostFinding good(final String subject, final String state)
    {
        return new HostFinding(subject, Level.GOOD, state, "");
    }
}
