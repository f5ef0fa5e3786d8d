package org.gale.tests.oracle;

/**
 * Work of devices with models.
 *
 * @param deferredNs time for which they held the first work of interrupts back in front of these
 */
record Work(long completions, long interrupts, long deferredNs)
{
    static final Work NOTHING = new Work(0, 0, 0);

    Work plus(final Work other)
    {
        return new Work(completions + other.completions, interrupts + other.interrupts,
            deferredNs + other.deferredNs);
    }

    Work since(final Work earlier)
    {
        return new Work(completions - earlier.completions, interrupts - earlier.interrupts,
            deferredNs - earlier.deferredNs);
    }
}
