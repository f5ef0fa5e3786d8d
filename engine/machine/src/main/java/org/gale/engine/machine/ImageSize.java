package org.gale.engine.machine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Size of the image of a VM that migrates, as its words are read back.
 *
 * @param bytes   of the whole image
 * @param parts   bytes by the names of its parts, in their order
 * @param pending interrupts that are pending in it
 */
public record ImageSize(long bytes, Map<String, Long> parts, long pending)
{
    /** Name of the part that says what the others are, the sum that guards them included. */
    public static final String HEADER = "header";

    public ImageSize
    {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Returns the bytes of some words. */
    public static long bytes(final long words)
    {
        return words * Long.BYTES;
    }
}
