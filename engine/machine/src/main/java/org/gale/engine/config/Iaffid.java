package org.gale.engine.config;

/**
 * Affinity ID of a PE, as tables, operands and registers hold it (T-PE-1).
 *
 * @param value 16 bits
 */
public record Iaffid(int value)
{
    /** Largest IAFFID. */
    public static final int MAX = 0xffff;
}
