package org.gale.engine.config;

/**
 * Number of a PE, as commands, outputs and signals name it (M-PENO).
 *
 * @param value from 0 on
 */
public record PeNumber(int value)
{
}
